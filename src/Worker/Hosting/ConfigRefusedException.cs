using CreditHub.Pipelines.Model;

namespace CreditHub.Worker.Hosting;

/// <summary>The configuration has mistakes: exit code 2, all of them printed.</summary>
internal sealed class ConfigRefusedException(IReadOnlyList<ConfigFinding> findings) : Exception("the configuration has mistakes")
{
    public IReadOnlyList<ConfigFinding> Findings { get; } = findings;
}
