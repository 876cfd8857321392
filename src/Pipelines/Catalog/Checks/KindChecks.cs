using System.Text.Json;
using CreditHub.Pipelines.Catalog.Reading;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Finds a kind by its name and lets it check its settings; its paths become lines of the file. What is switched off may refer to what is not there yet.</summary>
internal static class KindChecks
{
    public static void Run<T>(ConfigNode? name, ConfigNode? settings, IReadOnlyList<IKind<T>> kinds, bool enabled, FileFindings findings)
    {
        if (name is null || name.Text.Length == 0)
        {
            return;
        }

        var kind = kinds.FirstOrDefault(kind => kind.Name == name.Text);
        if (kind is null)
        {
            findings.Add(name, name.Text, "there is no such kind", KnownNames.Near(name.Text, [.. kinds.Select(kind => kind.Name)]));
        }
        else if (settings is { Kind: JsonValueKind.Object })
        {
            foreach (var finding in kind.Validate(settings.ToElement()).Where(f => enabled || !f.IsUnset))
            {
                string path = finding.Path.StartsWith('$') ? settings.Path + finding.Path[1..] : settings.Path;
                findings.Add(settings.Find(finding.Path).Line, path, finding.Value, finding.Problem, finding.Remedy);
            }
        }
    }
}
