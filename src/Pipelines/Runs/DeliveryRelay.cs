using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>
/// Delivers to platforms, one sender a platform across all workers. The relay boundary: whatever goes wrong inside becomes a reason
/// in the summary here, and nothing is lost: the outbox says what is still owed.
/// </summary>
public sealed class DeliveryRelay
{
    private const string Yielded = "另一进程读取了较新的配置，由其报送；其停止后本进程自动接替。如本进程的配置才是正确的，请重新启动本进程";

    private readonly NpgsqlDataSource _database;
    private readonly CatalogSnapshot _snapshot;
    private readonly Registry _registry;
    private readonly PlatformAccess _platforms;
    private readonly HubOptions _options;
    private readonly RelayTools _tools;
    private readonly BoundaryStep _boundary;
    private readonly ConfigInForce _inForce;

    internal DeliveryRelay(
        NpgsqlDataSource database, CatalogSnapshot snapshot, Registry registry, IEnumerable<IKind<IPlatform>> kinds, HubOptions options, RelayTools tools)
    {
        _database = database;
        _snapshot = snapshot;
        _registry = registry;
        _platforms = new PlatformAccess(snapshot, registry, kinds);
        _options = options;
        _tools = tools;
        _inForce = new ConfigInForce(database, snapshot.Digest, tools.Time);
        _boundary = new BoundaryStep(database, snapshot, tools.Time, tools.Logger);
    }

    /// <summary>
    /// Delivers to a platform: with <paramref name="untilEmpty"/> until nothing more can be sent now, else until cancelled. Throws only
    /// <see cref="ConnectorException"/> of kind Config for a name that is not configured or is disabled, and
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public async Task<RelaySummary> RunAsync(string platform, bool untilEmpty, IProgress<RelayProgress>? progress, CancellationToken ct)
    {
        var definition = _platforms.Find(platform);
        try
        {
            if (!await _inForce.IsOursAsync(await _platforms.NumberAsync(definition, ct), ct))
            {
                return await LeftAsync(definition, Yielded, ct);
            }

            await using var lease = await Lease.TryTakeAsync(_database, "platform:" + platform, _options.Holder, _tools.Time, ct);
            if (lease is null)
            {
                return await LeftAsync(definition, null, ct);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, lease.Lost);
            _tools.Logger.RelayStarted(platform);
            var relay = await CreateAsync(definition, lease, stop.Token);
            return await relay.RunAsync(untilEmpty, progress, stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Stopped(platform, "报送租约已被其他进程接管");
        }
        catch (LeaseLostException e)
        {
            return Stopped(platform, e.Message);
        }
        catch (NpgsqlException e)
        {
            string state = (e as PostgresException)?.SqlState ?? e.GetType().Name;
            _tools.Logger.DatabaseAway(platform, state);
            return Stopped(platform, $"数据库不可用（{state}），恢复后自动继续");
        }
        catch (ConnectorException e)
        {
            _tools.Logger.PlatformPaused(platform, e.OperatorMessage);
            return new RelaySummary(platform, 0, 0, 0, 0, 0, e.OperatorMessage);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string place = e.StackTrace?.Split('\n', 2)[0].Trim() ?? "";
            _tools.Logger.RelayDefect(platform, e.GetType().Name, place);
            return Stopped(platform, $"程序缺陷：{e.GetType().Name} {place}");
        }
    }

    /// <summary>
    /// A sign that this process is at work with its configuration, also while nothing is sent: to be given every few seconds by who keeps running. Errors: those of Npgsql.
    /// </summary>
    public Task BeatAsync(CancellationToken ct) => _inForce.BeatAsync(ct);

    /// <summary>Another process delivers; <paramref name="reason"/> null: it just has the lease.</summary>
    private async Task<RelaySummary> LeftAsync(PlatformDefinition definition, string? reason, CancellationToken ct)
    {
        string holder = await Lease.HolderAsync(_database, "platform:" + definition.Name, ct) ?? "其他进程";
        long pending = await _tools.Outbox.PendingAsync(await _platforms.NumberAsync(definition, ct), ct);
        return new RelaySummary(definition.Name, 0, 0, 0, pending, 0, reason ?? $"正在由 {holder} 报送", holder);
    }

    private async Task<PlatformRelay> CreateAsync(PlatformDefinition definition, Lease lease, CancellationToken ct)
    {
        var platform = _platforms.Open(definition);
        short number = await _platforms.NumberAsync(definition, ct);
        await _boundary.AlignAsync(definition, number, lease, ct);
        var builder = new PacketBuilder(_snapshot, definition, platform, await _registry.DatasetsAsync(ct));
        return new PlatformRelay(definition, number, platform, builder, _boundary, _inForce, _tools, lease);
    }

    private static RelaySummary Stopped(string platform, string reason) => new(platform, 0, 0, 0, -1, 0, reason);
}
