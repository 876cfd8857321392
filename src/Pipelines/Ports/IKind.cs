using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>How a name in config becomes a source, decoder or platform: validate everything, then create.</summary>
public interface IKind<out T>
{
    /// <summary>As config writes it, such as <c>FileDrop</c>.</summary>
    string Name { get; }

    /// <summary>All mistakes in the settings, none thrown. File and line are filled in by the caller from <see cref="ConfigFinding.Path"/> (relative to the settings object, such as <c>$.address</c>).</summary>
    IReadOnlyList<ConfigFinding> Validate(JsonElement settings);

    /// <summary>Creates from settings that passed <see cref="Validate"/>. <paramref name="name"/> is the connector's or platform's name.</summary>
    T Create(string name, JsonElement settings);

    /// <summary>
    /// Of a source: its records all have the same columns, also the empty ones, whatever their format (a table): see <see cref="IPayloadDecoder.FixedColumns"/>.
    /// </summary>
    bool FixedColumns => false;

    /// <summary>JSON schema (object) of the settings, for editors.</summary>
    string SettingsSchema { get; }
}
