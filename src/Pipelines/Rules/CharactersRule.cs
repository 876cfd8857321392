using System.Buffers;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>chars:A,B</c>: only characters of these classes. Classes: digit, upper, letter, han, space, punctuation (ASCII and Chinese, brackets included), or one character as it is.
/// </summary>
internal sealed class CharactersRule(RuleTarget target, CharacterClasses allowed) : Rule("chars", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(value, out var rune, out int length) != OperationStatus.Done || !allowed.Contains(rune))
            {
                Report(draft, $"含有不允许的字符（{CharacterClasses.Describe(rune)}）", $"只能填写{allowed.Words}");
                return;
            }

            value = value[length..];
        }
    }
}
