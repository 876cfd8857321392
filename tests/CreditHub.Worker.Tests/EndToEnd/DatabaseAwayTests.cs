using CreditHub.Connectors;
using CreditHub.Pipelines;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Runs;
using CreditHub.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>A database that is away while the service works.</summary>
public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task A_run_that_cannot_reach_the_books_is_deferred_and_does_not_end_the_service()
    {
        string home = Directory.CreateTempSubdirectory("ch-away-").FullName;
        try
        {
            string config = Admin.ShippedConfig.CopyTo(Path.Combine(home, "config"), "tax");
            var services = new ServiceCollection().AddLogging();
            services.AddSingleton(NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=nothing"));
            services.AddSingleton(TimeProvider.System);
            services.AddConnectors(home);
            services.AddSingleton(ConfigFolder.Load(config, "411000", HubConfig.Kinds(home)).Snapshot!);
            services.AddPipelines(new HubOptions { DataDirectory = home, ConfigDirectory = config });
            await using var provider = services.BuildServiceProvider();
            var summary = await provider.GetRequiredService<ConnectorRuns>()
                .RunAsync(new RunRequest("tax", RunKind.Manual, "test"), null, TestContext.Current.CancellationToken);
            Assert.Equal(("deferred", 0L), (summary.Outcome, summary.Counts.Read));
            Assert.Contains("数据库不可用", summary.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
