using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Previews;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Commands;

/// <summary>Tries the database, every enabled source and every enabled platform. Changes nothing outside: sources are read as far as their first record and told nothing.</summary>
internal static class ConnectionTrial
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<ConnectionAttempt>> RunAsync(Action<string> say, CancellationToken ct)
    {
        await using var session = await HubSession.OpenAsync(say, ct);
        var attempts = new List<ConnectionAttempt> { new("database", session.Config.Settings.IsLocal ? "local" : "server", true, "ready") };
        foreach (var connector in session.Config.Snapshot.Connectors.Values.Where(c => c.Enabled).OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            attempts.Add(await TryAsync("source", connector.Name, token => FirstRecordAsync(session.GetAll<IKind<ISource>>(), session.Get<PreviewRun>(), connector, token), ct));
        }

        foreach (var platform in session.Config.Snapshot.Platforms.Values.Where(p => p.Enabled).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            attempts.Add(await TryAsync("platform", platform.Name, token => LimitsAsync(session, platform, token), ct));
        }

        return attempts;
    }

    private static async Task<ConnectionAttempt> TryAsync(string what, string name, Func<CancellationToken, Task<(bool Reached, string Remark)>> ask, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            var (reached, remark) = await ask(limit.Token);
            return new ConnectionAttempt(what, name, reached, remark);
        }
        catch (ConnectorException failed)
        {
            return new ConnectionAttempt(what, name, false, failed.OperatorMessage);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ConnectionAttempt(what, name, false, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    /// <summary>A source that can be tried without reading is; any other is read as far as the first record: the address, the credentials, the path, the place of the records and the columns all have to be right for that.</summary>
    public static async Task<(bool Reached, string Remark)> FirstRecordAsync(IEnumerable<IKind<ISource>> kinds, PreviewRun previews, ConnectorDefinition connector, CancellationToken ct)
    {
        var kind = kinds.Single(k => k.Name == connector.Source.Kind);
        if (await kind.Create(connector.Name, connector.Source.Settings).TryAsync(ct) is { } trial)
        {
            if (trial.Columns is { } columns)
            {
                await previews.CheckColumnsAsync(connector.Name, columns, ct);
            }

            return (true, trial.Sample is null ? trial.Remark : $"{trial.Remark}; {First(await previews.RunAsync(connector.Name, trial.Sample, rows: 1, plain: false, ct))}");
        }

        return (true, First(await previews.RunAsync(connector.Name, rows: 1, plain: false, ct)));
    }

    private static string First(PreviewResult preview) => preview.Rows switch
    {
        [] => "has nothing to collect",
        [{ Verdict: "rejected", Violations: [var first, ..] }] => $"has {preview.Rows[0].Payload}; its first record would be rejected ({first.Rule}, {first.Field}): see preview",
        _ => "has " + preview.Rows[0].Payload,
    };

    private static async Task<(bool Reached, string Remark)> LimitsAsync(HubSession session, PlatformDefinition platform, CancellationToken ct)
    {
        var kind = session.GetAll<IKind<IPlatform>>().Single(k => k.Name == platform.Kind.Kind);
        var limits = await kind.Create(platform.Name, platform.Kind.Settings).GetLimitsAsync(ct);
        return limits is null
            ? (false, "does not tell its limits: check address, client id and secret, and that it runs")
            : (true, $"takes {limits.MaxRecords:N0} records a packet, {limits.RequestsPerMinute:N0} requests a minute");
    }
}
