using CreditHub.Pipelines.Runs;
using Npgsql;
using Serilog;
using Serilog.Core;

namespace CreditHub.Worker.Hosting;

/// <summary>What a command works with: config, database and services, opened in this order and closed in the other.</summary>
internal sealed class HubSession : IAsyncDisposable
{
    private readonly Logger _logger;
    private readonly HubConnection _connection;
    private readonly ServiceProvider _services;

    private HubSession(HubConfig config, Logger logger, HubConnection connection, ServiceProvider services)
    {
        Config = config;
        _logger = logger;
        _connection = connection;
        _services = services;
    }

    public HubConfig Config { get; }

    /// <summary>
    /// Opens everything and brings the database to this program's schema. <paramref name="say"/> hears what a person should know.
    /// Errors: <see cref="ConfigRefusedException"/>, <see cref="NotReachableException"/>.
    /// </summary>
    public static async Task<HubSession> OpenAsync(Action<string> say, CancellationToken ct)
    {
        var config = HubConfig.Load();
        var connection = await HubConnection.OpenAsync(config.Settings, say, ct);
        var logger = HubLogging.Create(config.Settings, service: false);
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddSerilog(logger))
            .AddHub(config, connection)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        var session = new HubSession(config, logger, connection, services);
        try
        {
            await session.Get<HubDatabase>().PrepareAsync(ct);
            return session;
        }
        catch (NpgsqlException refused)
        {
            await session.DisposeAsync();
            throw new NotReachableException($"The database cannot be prepared ({SafeFault.Describe(refused)}).", refused);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>A service by type.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>All of a type.</summary>
    public IEnumerable<T> GetAll<T>() => _services.GetServices<T>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _connection.DisposeAsync();
        await _logger.DisposeAsync();
    }
}
