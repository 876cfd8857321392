using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>in:A,B</c>, <c>equals:V</c>: exactly one of the values.</summary>
internal sealed class OneOfRule(string name, RuleTarget target, string[] allowed) : Rule(name, target, Severity.Error)
{
    private readonly byte[][] _allowed = [.. allowed.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        foreach (byte[] one in _allowed)
        {
            if (value.SequenceEqual(one))
            {
                return;
            }
        }

        Report(draft, "不是允许的值", $"只能填写：{string.Join("、", allowed)}");
    }
}
