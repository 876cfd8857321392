using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Settings;

/// <summary>What a kind's Create throws when it is given settings that do not pass Validate.</summary>
internal static class SettingsFault
{
    public static void ThrowIfAny(string name, IReadOnlyList<ConfigFinding> findings)
    {
        if (findings.Count > 0)
        {
            throw new ConnectorException(FailureKind.Config, $"{name}: {string.Join("; ", findings.Select(f => $"{f.Path}: {f.Problem} → {f.Remedy}"))}");
        }
    }
}
