using System.Text.Json;
using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Admin;

/// <summary>
/// Routes that put a platform and the books in agreement: compare now, send once more, take back much. Sending and taking back are always told first, then
/// confirmed by the number.
/// </summary>
internal static class PlatformRoutes
{
    private const string Form =
        "The body is JSON with record (64 hex digits), or any of dataset, from, to (YYYY-MM-DD) and state (accepted, refused, parked), or all alone; with reason; and with " +
        "confirm, the number of records that the answer without it told. Nothing else.";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/platforms/{name}/resend", ResendAsync).WithMetadata(new NeedsRole(Role.Operator));
        app.MapGet("/api/retractions", async (RetractionDesk desk, CancellationToken ct) => Results.Json(await desk.ReadAsync(ct))).WithMetadata(new NeedsRole(Role.Viewer));
        app.MapPost("/api/platforms/{name}/retract", RetractAsync).WithMetadata(new NeedsRole(Role.Admin));
        app.MapPost("/api/platforms/{name}/reconcile", ReconcileAsync).WithMetadata(new NeedsRole(Role.Operator));
    }

    private static async Task<IResult> ReconcileAsync(string name, HttpContext context, CatalogSnapshot snapshot, Reconciliation reconciliation, CancellationToken ct)
    {
        if (!IsKnown(snapshot, name))
        {
            return Unknown();
        }

        var summary = await reconciliation.RunAsync(name, Caller(context).Name, ct);
        return Results.Json(summary, statusCode: summary.IsElsewhere ? StatusCodes.Status409Conflict : StatusCodes.Status200OK);
    }

    private static async Task<IResult> ResendAsync(string name, HttpContext context, CatalogSnapshot snapshot, Resends resends, CancellationToken ct)
    {
        if (!IsKnown(snapshot, name))
        {
            return Unknown();
        }

        if (await ReadAsync<ResendBody>(context.Request, ct) is not { IsSound: true } body)
        {
            return AdminRoutes.Problem(StatusCodes.Status400BadRequest, "body", Form);
        }

        var caller = Caller(context);
        if (body.Record is null && caller.Role != "admin")
        {
            return AdminRoutes.Problem(StatusCodes.Status403Forbidden, "forbidden", "More than one record needs the role Admin.");
        }

        var selection = new ResendSelection(name, body.Record?.ToLowerInvariant(), body.Dataset, body.From, body.To, body.State);
        if (body.Confirm is not { } confirmed)
        {
            var counts = await resends.PreviewAsync(selection, ct);
            return Results.Json(new { records = counts.Sum(c => c.Records), sent = 0L, counts });
        }

        long sent = await resends.SendAsync(selection, caller.Name, body.Reason ?? "", ct, confirmed);
        return sent >= 0
            ? Results.Json(new { records = sent, sent })
            : AdminRoutes.Problem(StatusCodes.Status409Conflict, "confirm", "Other records match now than were confirmed; nothing was sent. Ask again without confirm.");
    }

    private static async Task<IResult> RetractAsync(string name, HttpContext context, CatalogSnapshot snapshot, RetractionDesk desk, CancellationToken ct)
    {
        if (!IsKnown(snapshot, name))
        {
            return Unknown();
        }

        if (await ReadAsync<RetractBody>(context.Request, ct) is not { Dataset: { } dataset, Confirm: > 0 and var confirm })
        {
            return AdminRoutes.Problem(StatusCodes.Status400BadRequest, "body", "The body is JSON with dataset and confirm, the number of records that /api/retractions tells for it (withdrawn and replaced), and nothing else.");
        }

        long confirmed = await desk.ConfirmAsync(name, dataset, confirm, ct);
        return confirmed > 0
            ? Results.Json(new { confirmed })
            : AdminRoutes.Problem(StatusCodes.Status409Conflict, "confirm", "Other records wait now than were confirmed; nothing was agreed to. See /api/retractions.");
    }

    private static async Task<T?> ReadAsync<T>(HttpRequest request, CancellationToken ct)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, AdminRoutes.BodyForm, ct);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsKnown(CatalogSnapshot snapshot, string name) => snapshot.Platforms.TryGetValue(name, out var platform) && platform.Enabled;

    private static IResult Unknown() => AdminRoutes.Problem(StatusCodes.Status404NotFound, "notFound", "There is no such platform, or it is disabled.");

    private static AdminCaller Caller(HttpContext context) => (AdminCaller)context.Items[typeof(AdminCaller)]!;

    /// <summary>What a caller agrees to.</summary>
    private sealed record RetractBody(string? Dataset, long? Confirm);

    /// <summary>What a caller asks.</summary>
    private sealed record ResendBody(
        string? Record = null, string? Dataset = null, DateOnly? From = null, DateOnly? To = null, string? State = null, bool All = false, string? Reason = null, long? Confirm = null)
    {
        private bool Some => Dataset is not null || From is not null || To is not null || State is not null;

        public bool IsSound =>
            (Record is not null ? RecordId.TryParse(Record.ToLowerInvariant(), out _) && !Some && !All : All != Some)
            && (State is null or "accepted" or "refused" or "parked" or "excluded") && (Reason?.Length ?? 0) <= 1000 && (Confirm is null or > 0);
    }
}
