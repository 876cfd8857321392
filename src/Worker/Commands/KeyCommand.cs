using System.CommandLine;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary><c>key add|list|revoke</c>: keys of the admin endpoint.</summary>
internal static class KeyCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "who holds the key" };
    private static readonly Option<string> Role = Roles();
    private static readonly Option<int> Days = new("--days") { Description = "days until it expires, 1 to 365", DefaultValueFactory = _ => 180 };

    public static Command Create(CommandLine line)
    {
        var key = new Command("key", "keys of the admin endpoint (shown once, stored hashed)");
        key.Add(line.Command("add", "make a key", AddAsync, Name, Role, Days));
        key.Add(line.Command("list", "all keys, without their secrets", ListAsync));
        key.Add(line.Command("revoke", "end a key by name or id", RevokeAsync, Name));
        return key;
    }

    private static Option<string> Roles()
    {
        var role = new Option<string>("--role") { Description = "viewer, operator or admin", Required = true };
        role.AcceptOnlyFromAmong("viewer", "operator", "admin");
        return role;
    }

    private static async Task<int> AddAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string name = words.GetRequiredValue(Name);
        int days = words.GetValue(Days);
        if (days is < 1 or > AdminKeys.LongestDays || name.Length is 0 or > 64)
        {
            output.Note("--days is a number from 1 to 365; a name has 1 to 64 characters.");
            return ExitCode.Wrong;
        }

        await using var session = await HubSession.OpenAsync(output.Note, ct);
        string role = words.GetRequiredValue(Role);
        await AuditAsync(session, "key add", name, $"role {role}, {days} days", ct);
        if (await session.Get<AdminKeys>().AddAsync(name, role, days, ct) is not { } key)
        {
            output.Note($"There is already a key named {name}. Choose another name, also for a new key of the same person.");
            return ExitCode.Wrong;
        }

        output.Document(new { name, role, key });
        output.Line(key);
        output.Note("Shown this once. Send it as: Authorization: Bearer " + key[..12] + ".…");
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        var keys = await session.Get<AdminKeys>().ListAsync(ct);
        output.Document(keys);
        output.Table(
            ["id", "name", "role", "made", "expires", "revoked", "last used"],
            keys.Select(k => (IReadOnlyList<string>)
                [k.KeyId, k.Name, k.Role, Times.Local(k.CreatedAt), Times.Local(k.ExpiresAt), Times.Local(k.RevokedAt), Times.Local(k.LastUsedAt)]));
        return ExitCode.Done;
    }

    private static async Task<int> RevokeAsync(ParseResult words, CommandOutput output, CancellationToken ct)
    {
        string name = words.GetRequiredValue(Name);
        await using var session = await HubSession.OpenAsync(output.Note, ct);
        await AuditAsync(session, "key revoke", name, "", ct);
        bool revoked = await session.Get<AdminKeys>().RevokeAsync(name, ct);
        output.Document(new { name, revoked });
        output.Line(revoked ? $"{name} opens nothing any more." : $"No key in force is named {name}.");
        return revoked ? ExitCode.Done : ExitCode.Wrong;
    }

    // Written before the effect: what cannot be recorded is not done.
    private static Task AuditAsync(HubSession session, string action, string name, string detail, CancellationToken ct) =>
        session.Get<AuditTrail>().WriteAsync(new AuditEntry($"command line:{Environment.UserName}", "admin", action, name, "asked", detail), ct);
}
