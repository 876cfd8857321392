using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Jobs;

namespace CreditHub.Worker.Admin;

/// <summary>The routes of the admin endpoint. Reading never changes anything.</summary>
internal static class AdminRoutes
{
    public static readonly JsonSerializerOptions BodyForm = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = 4,
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(AdminGate.Live, () => "live");
        app.MapGet("/api/status", async (StatusReport report, CancellationToken ct) => Results.Json(await report.ReadAsync(ct)))
            .WithMetadata(new NeedsRole(Role.Viewer));
        app.MapGet("/api/connectors", Connectors).WithMetadata(new NeedsRole(Role.Viewer));
        app.MapGet("/api/platforms", Platforms).WithMetadata(new NeedsRole(Role.Viewer));
        app.MapGet("/api/runs/{id:long}", RunAsync).WithMetadata(new NeedsRole(Role.Viewer));
        app.MapGet("/api/requests/{id}", Request).WithMetadata(new NeedsRole(Role.Viewer));
        app.MapPost("/api/connectors/{name}/sync", SyncAsync).WithMetadata(new NeedsRole(Role.Operator));
        ActRoutes.Map(app);
        PlatformRoutes.Map(app);
        RefuseUndeclared(app);
    }

    private static void RefuseUndeclared(IEndpointRouteBuilder app)
    {
        var open = app.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText != AdminGate.Live && e.Metadata.GetMetadata<NeedsRole>() is null)
            .Select(e => e.RoutePattern.RawText).ToList();
        if (open.Count > 0)
        {
            throw new InvalidOperationException("Routes without a declared role: " + string.Join(", ", open));
        }
    }

    private static IResult Connectors(CatalogSnapshot snapshot, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return Results.Json(snapshot.Connectors.Values.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new
        {
            c.Name, c.Supplier, c.Dataset, c.Edition, c.Enabled, c.Cron, c.TimeZone, NextRun = NextRun.Of(c, now),
        }));
    }

    private static IResult Platforms(CatalogSnapshot snapshot) =>
        Results.Json(snapshot.Platforms.Values.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new { p.Name, p.Title, p.Enabled, p.Datasets, p.Publishes }));

    private static async Task<IResult> RunAsync(long id, StatusReport report, CancellationToken ct) =>
        await report.ReadRunAsync(id, ct) is { } run ? Results.Json(run) : Problem(StatusCodes.Status404NotFound, "notFound", "There is no such run.");

    private static IResult Request(string id, SyncQueue queue) =>
        queue.Find(id) is { } asked ? Results.Json(View(asked)) : Problem(StatusCodes.Status404NotFound, "notFound", "There is no such request, or it is long over.");

    private static async Task<IResult> SyncAsync(string name, HttpContext context, CatalogSnapshot snapshot, SyncQueue queue, CancellationToken ct)
    {
        if (!snapshot.Connectors.TryGetValue(name, out var connector) || !connector.Enabled)
        {
            return Problem(StatusCodes.Status404NotFound, "notFound", "There is no such connector, or it is disabled.");
        }

        var (body, problem) = await ReadBodyAsync(context.Request, ct);
        var caller = (AdminCaller)context.Items[typeof(AdminCaller)]!;
        if (problem is not null || body is null)
        {
            return Problem(StatusCodes.Status400BadRequest, "body", problem ?? "The body is null.");
        }

        if (body.Full && caller.Role != "admin")
        {
            return Problem(StatusCodes.Status403Forbidden, "forbidden", "A full run needs the role Admin.");
        }

        var keys = context.Request.Headers["Idempotency-Key"];
        if (keys.Count > 1 || (keys.Count == 1 && !IsKey(keys[0])))
        {
            return Problem(StatusCodes.Status400BadRequest, "idempotencyKey", "An Idempotency-Key has 1 to 64 letters, digits or hyphens.");
        }

        var asked = queue.Ask(name, body, caller.Name, keys.Count == 1 ? keys[0] : null, out bool accepted);
        return (asked, accepted) switch
        {
            (null, _) => Problem(StatusCodes.Status422UnprocessableEntity, "idempotencyKey", "This Idempotency-Key came with another wish before."),
            (_, false) => Problem(StatusCodes.Status429TooManyRequests, "queue", "The queue is full. Try later."),
            _ => Results.Json(View(asked), statusCode: StatusCodes.Status202Accepted),
        };
    }

    private static async Task<(SyncBody? Body, string? Problem)> ReadBodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength is null or 0 && request.Headers.TransferEncoding.Count == 0)
        {
            return (new SyncBody(), null);
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<SyncBody>(request.Body, BodyForm, ct);
            return (body, body?.Problem);
        }
        catch (JsonException)
        {
            return (null, "The body is JSON with full, from, to (YYYY-MM-DD) or subject, and nothing else.");
        }
    }

    private static object View(AskedRun asked) => new
    {
        asked.RequestId, asked.Connector, asked.State, asked.Summary,
        request = "/api/requests/" + Uri.EscapeDataString(asked.RequestId),
        run = asked.Summary is { RunId: > 0 } summary ? string.Create(CultureInfo.InvariantCulture, $"/api/runs/{summary.RunId}") : null,
    };

    private static bool IsKey(string? key) => key is { Length: > 0 and <= 64 } && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static IResult Problem(int status, string code, string detail) =>
        Results.Json(new { code, detail }, statusCode: status, contentType: "application/problem+json");
}
