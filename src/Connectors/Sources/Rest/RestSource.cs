using System.Globalization;
using System.Runtime.CompilerServices;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>Collects a list from a supplier's HTTP API: one payload for each collection, its pages one after the other. A collection without records is a payload too.</summary>
internal sealed class RestSource(string name, RestSettings settings, PageRetry pages, TimeProvider time) : ISource
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var began = time.GetUtcNow();
        var (query, title) = Ask(window, began);
        var walk = new PageWalk(pages, settings, query);
        await Task.CompletedTask.ConfigureAwait(false);
        yield return new FetchedPayload(title, _ => Task.FromResult<Stream>(new PageStream(walk)), CursorAfter(window, began), () => walk.Total);
    }

    /// <inheritdoc/>
    public Task SettleAsync(SettledPayload payload, CancellationToken ct) => Task.CompletedTask;

    private (IReadOnlyList<KeyValuePair<string, string>> Query, string Title) Ask(FetchWindow window, DateTimeOffset began)
    {
        var query = new List<KeyValuePair<string, string>>(settings.Query);
        string title = $"{name}-{RestTime.Write(began, "yyyyMMdd'T'HHmmssfff")}";
        if (window.Subject is { } subject)
        {
            query.Add(new(settings.SubjectParameter ?? throw Lacks("subject", "subjectParameter"), subject));
            title += "-subject";
        }

        if (window.FromDate is not null || window.ToDate is not null)
        {
            var parameters = settings.Window ?? throw Lacks("window", "window");
            AddDay(query, parameters.From, window.FromDate, parameters.Format);
            AddDay(query, parameters.To, window.ToDate, parameters.Format);
            title += string.Create(CultureInfo.InvariantCulture, $"-{window.FromDate:yyyyMMdd}-{window.ToDate:yyyyMMdd}");
        }
        else if (window.Subject is null && settings.UpdatedSince is { } since && RestCursor.Read(window.From) is { } moment)
        {
            query.Add(new(since.Parameter, RestTime.Write(moment, since.Format)));
        }

        return (query, title + ".json");
    }

    private static void AddDay(List<KeyValuePair<string, string>> query, string parameter, DateOnly? day, string format)
    {
        if (day is { } value)
        {
            query.Add(new(parameter, RestTime.Write(value, format)));
        }
    }

    private ConnectorException Lacks(string what, string key) =>
        new(FailureKind.Config, $"{name} has no {what}: its source settings lack \"{key}\"");

    /// <summary>Window and subject runs never move the cursor; a clock set back never moves it backwards.</summary>
    private Cursor CursorAfter(FetchWindow window, DateTimeOffset began)
    {
        if (window.Subject is not null || window.FromDate is not null || window.ToDate is not null)
        {
            return window.From;
        }

        var moment = began - (settings.UpdatedSince?.Lag ?? TimeSpan.Zero);
        return settings.UpdatedSince is not null && RestCursor.Read(window.From) is { } before && before > moment ? window.From : RestCursor.At(moment);
    }
}
