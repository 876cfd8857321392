using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Admin;
using CreditHub.Worker.Jobs;
using Npgsql;
using Serilog;
using Serilog.Core;

namespace CreditHub.Worker.Hosting;

/// <summary>The service: schedule, delivery, resumption and admin endpoint in one host.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private readonly Logger _logger;
    private readonly WebApplication _app;

    private WorkerHost(Logger logger, WebApplication app)
    {
        _logger = logger;
        _app = app;
    }

    /// <summary>Where the admin endpoint listens.</summary>
    public string Address => _app.Urls.FirstOrDefault() ?? "";

    /// <summary>Prepares the database and starts everything. Errors: <see cref="NotReachableException"/> and those of config.</summary>
    public static async Task<WorkerHost> StartAsync(HubConfig config, HubConnection connection, CancellationToken ct)
    {
        var logger = HubLogging.Create(config.Settings, service: true);
        var app = Build(config, connection, logger);
        var host = new WorkerHost(logger, app);
        try
        {
            await app.Services.GetRequiredService<HubDatabase>().PrepareAsync(ct);
            app.UseAdmin();
            await app.StartAsync(ct);
            app.Logger.AdminListening(host.Address);
            return host;
        }
        catch (NpgsqlException refused)
        {
            await host.DisposeAsync();
            throw new NotReachableException($"The database cannot be prepared ({SafeFault.Describe(refused)}).", refused);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Returns when asked to stop, or for an edited configuration, and everything has stopped where it is safe: the configuration to start again
    /// with, else null.
    /// </summary>
    public async Task<HubConfig?> WaitForStopAsync(CancellationToken ct)
    {
        var stopping = _app.Lifetime.ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _app.StopAsync(CancellationToken.None);
        return ct.IsCancellationRequested ? null : _app.Services.GetRequiredService<ConfigWatch>().Next;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _logger.DisposeAsync();
    }

    // Empty: nothing is read from the working directory or from variables that are not ours.
    private static WebApplication Build(HubConfig config, HubConnection connection, Logger logger)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "credithub" });
        builder.Logging.AddSerilog(logger);
        using var starting = new Serilog.Extensions.Logging.SerilogLoggerFactory(logger);
        int port = AdminEndpoint.FreePort(config.Settings.AdminPort, starting.CreateLogger(nameof(AdminEndpoint)));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => AdminEndpoint.Listen(kestrel, port));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopSignals.Limit - TimeSpan.FromSeconds(3));
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton(connection);
        builder.Services.AddHub(config, connection);
        builder.Services.AddScheduling(config.Settings);
        builder.Services.AddHostedService<Resumption>();
        builder.Services.AddHostedService<DeliveryLoops>();
        builder.Services.AddHostedService<FeedbackLoops>();
        builder.Services.AddSingleton(config);
        builder.Services.AddSingleton<ConfigWatch>().AddHostedService(services => services.GetRequiredService<ConfigWatch>());
        builder.Services.AddHostedService<ClusterWatch>();
        builder.Services.AddHostedService<DeadlineWatch>();
        builder.Services.AddHostedService<WithdrawalWatch>();
        builder.Services.AddHostedService<SilenceWatch>();
        builder.Services.AddHostedService<ExpireLoop>();
        builder.Services.AddHostedService<RetentionLoop>();
        builder.Services.AddAdmin();
        return builder.Build();
    }
}
