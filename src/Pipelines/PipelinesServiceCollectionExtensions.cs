using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Intake;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Previews;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Pipelines;

/// <summary>Registers the inside of the hub.</summary>
public static class PipelinesServiceCollectionExtensions
{
    /// <summary>
    /// Adds runs and delivery. Expects in the container: <see cref="NpgsqlDataSource"/>, <see cref="CatalogSnapshot"/>, logging, and the
    /// kinds of sources, decoders and platforms.
    /// </summary>
    public static IServiceCollection AddPipelines(this IServiceCollection services, HubOptions options)
    {
        SqlTypes.Register();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<HubDatabase>();
        AddStore(services);
        AddRuns(services);
        AddDelivery(services);
        return services;
    }

    private static void AddStore(IServiceCollection services)
    {
        services.AddSingleton<Ledger>();
        services.AddSingleton<Registry>();
        services.AddSingleton<ChunkWriter>();
        services.AddSingleton<HeadProbe>();
        services.AddSingleton<Outbox>();
    }

    private static void AddRuns(IServiceCollection services)
    {
        services.AddSingleton<MergeStep>();
        services.AddSingleton(p => new LandingZone(p.GetRequiredService<HubOptions>().DataDirectory));
        services.AddSingleton(p => new Retention(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<LandingZone>(), p.GetRequiredService<HubOptions>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Collector>();
        services.AddSingleton<EffectWork>();
        services.AddSingleton<FeedbackActs>();
        services.AddSingleton<AbsenceStep>();
        services.AddSingleton<RunParts>();
        services.AddSingleton<ConnectorPlans>();
        services.AddSingleton<SubjectStep>();
        services.AddSingleton(p => new EffectStep(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<EffectWork>(), p.GetRequiredService<FeedbackActs>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<EffectStep>>()));
        services.AddSingleton(p => new ExpiryStep(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<EffectWork>(), p.GetRequiredService<HubOptions>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ExpiryStep>>()));
        services.AddSingleton(p => new ActDesk(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<EffectWork>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new PreviewRun(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<ConnectorPlans>(),
            p.GetRequiredService<Ledger>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new RowReplay(
            p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<ConnectorPlans>(), p.GetRequiredService<Ledger>(),
            p.GetRequiredService<LandingZone>()));
        services.AddSingleton(p => new EffectRun(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<ConnectorPlans>(), p.GetRequiredService<Ledger>(),
            p.GetRequiredService<LandingZone>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new ConnectorRuns(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<ConnectorPlans>(),
            p.GetRequiredService<RunParts>(), p.GetRequiredService<HubOptions>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<ConnectorRuns>>()));
    }

    private static void AddDelivery(IServiceCollection services)
    {
        services.AddSingleton(p => new RelayTools(
            p.GetRequiredService<Outbox>(), new PlatformWords(p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CatalogSnapshot>()),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<DeliveryRelay>>()));
        services.AddSingleton(p => new DeliveryRelay(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<Registry>(),
            p.GetServices<IKind<IPlatform>>(), p.GetRequiredService<HubOptions>(), p.GetRequiredService<RelayTools>()));
        services.AddSingleton(p => new PlatformAccess(
            p.GetRequiredService<CatalogSnapshot>(), p.GetRequiredService<Registry>(), p.GetServices<IKind<IPlatform>>()));
        services.AddSingleton<Resends>();
        services.AddSingleton<RetractionDesk>();
        services.AddSingleton(p => new Reconciliation(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<PlatformAccess>(), p.GetRequiredService<HubOptions>(), p.GetRequiredService<RelayTools>()));
        services.AddSingleton(p => new FeedbackIntake(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<PlatformAccess>(), p.GetRequiredService<HubOptions>(), p.GetRequiredService<RelayTools>(),
            p.GetRequiredService<FeedbackActs>()));
    }
}
