using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports.Withdrawals;
using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Admin;

/// <summary>Routes for acts of persons on single records, and for the proof of withdrawals. The author is the holder of the key.</summary>
internal static class ActRoutes
{
    private const string Form =
        "The body is JSON with action (withdraw, hold, release), reason (may be absent for release), records (1 to 100 record ids), document and note, and nothing else; with preview true it only tells where the records stand.";

    private const int MostRecords = 100;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/withdrawals", async (WithdrawalReport report, string? record, bool? open, CancellationToken ct) => Results.Json(await report.ReadAsync(record, open == true, ct)))
            .WithMetadata(new NeedsRole(Role.Viewer));
        app.MapGet("/api/withdrawals/unclear", async (WithdrawalReport report, CancellationToken ct) => Results.Json(await report.UnclearAsync(ct)))
            .WithMetadata(new NeedsRole(Role.Viewer));
        app.MapPost("/api/acts", DoAsync).WithMetadata(new NeedsRole(Role.Operator));
    }

    private static async Task<IResult> DoAsync(HttpContext context, ActDesk desk, CancellationToken ct)
    {
        var body = await ReadAsync(context.Request, ct);
        if (body?.Records is null || !body.IsSound(MostRecords))
        {
            return AdminRoutes.Problem(StatusCodes.Status400BadRequest, "body", Form);
        }

        var caller = (AdminCaller)context.Items[typeof(AdminCaller)]!;
        if (body.Preview)
        {
            var targets = await desk.LookAsync(body.Records, ct);
            return targets.Count == 0 ? Unknown() : Results.Json(new { action = body.Action, reason = body.Reason, targets });
        }

        var outcome = await desk.DoAsync(new ActRequest(body.Action!, body.Reason, body.Records, caller.Name, body.Document, body.Note), ct);
        return outcome is null
            ? Unknown()
            : Results.Json(outcome);
    }

    private static IResult Unknown() => AdminRoutes.Problem(StatusCodes.Status404NotFound, "notFound", "None of these records is in the books.");

    private static async Task<ActBody?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<ActBody>(request.Body, AdminRoutes.BodyForm, ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a caller asks.</summary>
    private sealed record ActBody(string? Action, string? Reason, IReadOnlyList<string>? Records, string? Document, string? Note, bool Preview = false)
    {
        public bool IsSound(int most) =>
            (Action is "withdraw" or "hold" ? Reason is not null : Action == "release")
            && (Reason is null || ConfigWords.WithdrawReasons.Contains(Reason))
            && Records!.Count is > 0 && Records.Count <= most && Records.All(id => RecordId.TryParse(id, out _))
            && (Document?.Length ?? 0) <= 200 && (Note?.Length ?? 0) <= 1000;
    }
}
