using CreditHub.Pipelines.Catalog;
using CreditHub.Testing;
using CreditHub.Worker.Hosting;
using CreditHub.Worker.Settings;

namespace CreditHub.Worker.Tests.Admin;

/// <summary>The service over a database of its own: one connector, no platform.</summary>
public sealed class RunningWorker : IAsyncLifetime
{
    private readonly string _home = Directory.CreateTempSubdirectory("ch-run-").FullName;
    private TestDatabase _database = null!;
    private HubConnection _connection = null!;
    private WorkerHost _host = null!;

    public TestDatabase Database => _database;

    public Uri Address => new(_host.Address);

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        string config = ShippedConfig.CopyTo(Path.Combine(_home, "config"), "tax");
        var settings = new WorkerSettings
        {
            ConfigDirectory = config, DataDirectory = Path.Combine(_home, "data"), Sender = "411000", Connection = _database.ConnectionString, AcceptDataLoss = true, AdminPort = 0,
        };
        var folder = ConfigFolder.Load(config, settings.Sender, HubConfig.Kinds(settings.DataDirectory));
        Assert.Empty(folder.Findings);
        _connection = await HubConnection.OpenAsync(settings, _ => { }, CancellationToken.None);
        _host = await WorkerHost.StartAsync(new HubConfig(settings, folder.Snapshot!), _connection, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await _host.WaitForStopAsync(stop.Token);
        await _host.DisposeAsync();
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }
}
