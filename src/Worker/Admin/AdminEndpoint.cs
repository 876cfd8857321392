using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CreditHub.Worker.Admin;

/// <summary>Where and how the admin endpoint listens: this machine only, few and small requests.</summary>
internal static class AdminEndpoint
{
    private const int AddressPerSecond = 100;

    private static readonly string[] Widening =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS"];

    /// <summary>The variable that would widen the listener, or null. It is refused, not obeyed and not ignored.</summary>
    public static string? FindWidening(Func<string, string?> environment) =>
        Widening.FirstOrDefault(v => !string.IsNullOrEmpty(environment(v)));

    /// <summary>The configured port, or 0 (any free one) when another process has it.</summary>
    public static int FreePort(int port, ILogger logger)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return port;
        }
        catch (SocketException)
        {
            logger.AdminPortTaken(port);
            return 0;
        }
    }

    public static void Listen(KestrelServerOptions kestrel, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 50 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxConcurrentConnections = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddSingleton<FailureLock>();
        services.AddSingleton<AdminGate>();
        services.AddSingleton<SyncQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<SyncQueue>());
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "1";
                return ValueTask.CompletedTask;
            };
            limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(AddressOf(context), AddressPerSecond, AddressPerSecond)),
                // 20 at once, 600 a minute on the whole
                PartitionedRateLimiter.Create<HttpContext, string>(context => Bucket(AddressOf(context) + KeyIdOf(context), 20, 10)));
        });
        return services;
    }

    /// <summary>The way of a request: limits, errors without detail, gate, route.</summary>
    public static void UseAdmin(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(AdminEndpoint));
        app.UseRateLimiter();
        app.Use((context, next) => GuardAsync(context, next, logger));
        app.UseRouting();
        app.Use((context, next) => app.Services.GetRequiredService<AdminGate>().PassAsync(context, next));
        AdminRoutes.Map(app);
        app.UseEndpoints(_ => { });
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await AdminAnswer.WriteAsync(context, bad.StatusCode, "request", "The request is too large or malformed.");
        }
        catch (Exception failed) when (failed is not OperationCanceledException && !context.Response.HasStarted)
        {
            // The boundary of a call: the caller learns nothing about the inside.
            logger.AdminCallFailed(SafeFault.Describe(failed));
            await AdminAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "Not now. See the log of the worker.");
        }
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string KeyIdOf(HttpContext context) =>
        AdminKeys.TrySplit(AdminGate.KeyOf(context.Request.Headers), out string keyId, out _) ? keyId : "";

    private static RateLimitPartition<string> Bucket(string partition, int atOnce, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(partition, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = atOnce, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
        });
}
