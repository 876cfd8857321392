using System.Globalization;
using System.Text.Json;

namespace CreditHub.Worker.Tests.Conventions;

/// <summary>The package registry serves no advisories, so a silent audit proves nothing: the list is checked in and compared with every resolved package.</summary>
public sealed class AdvisoryTests
{
    private const int MostDays = 30;
    private const string List = "tests/CreditHub.Worker.Tests/Conventions/advisories.json";

    [Fact]
    public void No_resolved_package_has_a_known_hole()
    {
        using var list = Read();
        var known = list.RootElement.GetProperty("entries").EnumerateArray()
            .Select(e => (Package: Text(e, "package"), Below: Version.Parse(Text(e, "below")), Id: Text(e, "id"), Answer: Text(e, "answer"),
                Only: e.TryGetProperty("only", out var only) ? only.GetString() : null)).ToList();
        var resolved = Resolved().ToList();
        Assert.Contains(resolved, r => r.Package == "Npgsql");
        var hits = from r in resolved
                   from k in known
                   where r.Package.Equals(k.Package, StringComparison.OrdinalIgnoreCase) && r.Version < k.Below && r.File != k.Only
                   select $"{r.File}: {r.Package} {r.Version}: {k.Id}, fixed in {k.Below}; {k.Answer}";
        Repository.Fail(string.Join('\n', hits));
    }

    [Fact]
    public void Every_project_locks_its_packages() =>
        Repository.Fail(string.Join('\n', Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(p => !File.Exists(Path.Combine(Path.GetDirectoryName(p)!, "packages.lock.json")))));

    [Fact]
    public void The_list_was_reviewed_lately()
    {
        using var list = Read();
        var reviewed = DateOnly.ParseExact(Text(list.RootElement, "reviewed"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        int age = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().DateTime).DayNumber - reviewed.DayNumber;
        string text = $"{List} was reviewed {age} days ago: read the advisories of every package and set \"reviewed\".";
        // A release needs a fresh list; a checkout from last year must still be testable.
        Assert.SkipUnless(age <= MostDays || Environment.GetEnvironmentVariable("CREDITHUB_RELEASE") == "1", text);
        Assert.True(age <= MostDays, text);
    }

    private static JsonDocument Read() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, List)));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IEnumerable<(string File, string Package, Version Version)> Resolved()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Root, "packages.lock.json", SearchOption.AllDirectories))
        {
            using var locked = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var package in locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(f => f.Value.EnumerateObject()))
            {
                if (package.Value.TryGetProperty("resolved", out var version))
                {
                    yield return (Path.GetRelativePath(Repository.Root, file), package.Name, Version.Parse(version.GetString()!.Split('-', '+')[0]));
                }
            }
        }
    }
}
