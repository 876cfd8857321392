using CreditHub.Worker.Settings;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace CreditHub.Worker.Hosting;

/// <summary>Serilog: rolling files under the data directory, and the console. A full or missing log directory never stops the work.</summary>
internal static class HubLogging
{
    /// <summary>The service also writes to the console; a command's output is its answer.</summary>
    public static Logger Create(WorkerSettings settings, bool service)
    {
        string file = Path.Combine(settings.DataDirectory, "logs", service ? "service-.log" : "commands-.log");
        var formatter = new PlainLineFormatter();
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(settings.LogLevel)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Fatal)
            .Enrich.FromLogContext()
            .WriteTo.File(
                formatter,
                file,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: (long)settings.LogFileMegabytes << 20,
                retainedFileCountLimit: null,
                retainedFileTimeLimit: TimeSpan.FromDays(settings.LogRetainDays),
                shared: true);
        return (service ? logger.WriteTo.Console(formatter) : logger).CreateLogger();
    }
}
