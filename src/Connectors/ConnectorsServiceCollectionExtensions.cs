using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Decoders.Csv;
using CreditHub.Connectors.Decoders.Excel;
using CreditHub.Connectors.Decoders.FixedWidth;
using CreditHub.Connectors.Decoders.GZip;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Decoders.JsonLines;
using CreditHub.Connectors.Decoders.Xml;
using CreditHub.Connectors.Decoders.Zip;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.FilePacket;
using CreditHub.Connectors.Platforms.FrontDatabase;
using CreditHub.Connectors.Platforms.PlatformApi;
using CreditHub.Connectors.Platforms.SoapRows;
using CreditHub.Connectors.Sources.DatabaseQuery;
using CreditHub.Connectors.Sources.DatabaseTable;
using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors;

/// <summary>Registers every kind of source, decoder and platform this room knows.</summary>
public static class ConnectorsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the kinds. <paramref name="dataDirectory"/>: where relative inbox directories live. <paramref name="configDirectory"/>: where <c>queries</c> lies, read now. Expects <see cref="TimeProvider"/> and logging in the container.
    /// </summary>
    public static IServiceCollection AddConnectors(this IServiceCollection services, string dataDirectory, string configDirectory = "config")
    {
        var queries = new QueryFolder(Path.Combine(configDirectory, "queries"));
        services.TryAddSingleton<HttpClients>();
        services.TryAddSingleton<DatabaseConnections>();
        services.AddSingleton<IKind<ISource>>(provider => new FileDropKind(
            dataDirectory, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileDropKind>>()));
        services.AddSingleton<IKind<ISource>, RestKind>();
        services.AddSingleton<IKind<ISource>>(provider => new DatabaseTableKind(
            dataDirectory, provider.GetRequiredService<DatabaseConnections>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DatabaseTableKind>>()));
        services.AddSingleton<IKind<ISource>>(provider => new DatabaseQueryKind(
            dataDirectory, queries, provider.GetRequiredService<DatabaseConnections>(), provider.GetRequiredService<TimeProvider>()));
        services.AddDecoders(new ScratchSpace(dataDirectory));
        services.AddSingleton<IKind<IPlatform>, PlatformApiKind>();
        services.AddSingleton<IKind<IPlatform>, FrontDatabaseKind>();
        services.AddSingleton<IKind<IPlatform>, SoapRowsKind>();
        services.AddSingleton<IKind<IPlatform>>(provider => new FilePacketKind(dataDirectory, provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>The formats, and the archives that may hold any of them.</summary>
    private static void AddDecoders(this IServiceCollection services, ScratchSpace scratch)
    {
        IReadOnlyList<IKind<IPayloadDecoder>> formats = [new CsvKind(), new ExcelKind(scratch), new FixedWidthKind(scratch), new JsonKind(), new JsonLinesKind(scratch), new XmlKind(scratch)];
        var inner = new InnerFormat(formats);
        foreach (var kind in (IEnumerable<IKind<IPayloadDecoder>>)[.. formats, new ZipKind(inner, scratch), new GZipKind(inner, scratch)])
        {
            services.AddSingleton(kind);
        }
    }
}
