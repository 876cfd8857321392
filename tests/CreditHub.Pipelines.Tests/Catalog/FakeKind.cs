using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>A kind whose only mistake is a setting called <c>wrong</c>, at any depth below the settings' own keys.</summary>
internal sealed class FakeKind<T>(string name) : IKind<T>
{
    public string Name => name;

    public string SettingsSchema => """{ "type": "object", "description": "made for tests", "properties": { "wrong": { "type": "string" } } }""";

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings)
    {
        var findings = new List<ConfigFinding>();
        foreach (var property in settings.EnumerateObject())
        {
            if (property.Name == "wrong")
            {
                findings.Add(new ConfigFinding("", 0, "$.wrong", null, "wrong setting", "remove it"));
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("wrong", out _))
            {
                findings.Add(new ConfigFinding("", 0, $"$.{property.Name}.wrong", null, "wrong inner setting", "remove it"));
            }
        }

        return findings;
    }

    public T Create(string connector, JsonElement settings) => throw new NotSupportedException("never created by the config reader");
}

internal static class FakeKinds
{
    public static readonly ConfigKinds All = new(
        [.. Of<ISource>("FileDrop", "Rest", "DatabaseTable", "DatabaseQuery")],
        [.. Of<IPayloadDecoder>("Csv", "Json", "Excel", "Xml", "FixedWidth", "JsonLines", "GZip", "Zip")],
        [.. Of<IPlatform>("PlatformApi", "FrontDatabase", "FilePacket", "SoapRows")],
        cron => cron.Split(' ').Length is 6 or 7 ? null : "6 or 7 parts are needed");

    private static IEnumerable<IKind<T>> Of<T>(params string[] names) => names.Select(name => new FakeKind<T>(name));
}
