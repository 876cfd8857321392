using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders;

/// <summary>A decoder kind: how its settings are read and what is made of them. Reading never throws: what is wrong is among the reader's findings.</summary>
internal abstract class FormatKind<TSettings> : IKind<IPayloadDecoder>
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string SettingsSchema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => ReadAll(settings).Findings;

    /// <inheritdoc/>
    public IPayloadDecoder Create(string name, JsonElement settings)
    {
        var (read, findings) = ReadAll(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return Make(name, read);
    }

    protected abstract TSettings Read(SettingsReader reader);

    /// <summary>Of settings without findings.</summary>
    protected abstract IPayloadDecoder Make(string name, TSettings settings);

    private (TSettings Settings, IReadOnlyList<ConfigFinding> Findings) ReadAll(JsonElement settings)
    {
        var reader = new SettingsReader(settings);
        var read = Read(reader);
        reader.Done();
        return (read, reader.Findings);
    }
}
