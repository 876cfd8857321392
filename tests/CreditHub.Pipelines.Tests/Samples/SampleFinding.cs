namespace CreditHub.Pipelines.Tests.Samples;

/// <summary>A finding without its wording.</summary>
internal sealed record SampleFinding(string Rule, string Field, string Severity)
{
    public override string ToString() => $"{Rule} {Field} {Severity}";
}
