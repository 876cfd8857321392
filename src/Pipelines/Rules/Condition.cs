using System.Text;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>An <see cref="Expression"/> bound to ordinals. Pure, thread-safe, allocation-free.</summary>
internal abstract class Condition
{
    /// <summary>Whether it holds for these values.</summary>
    public abstract bool Holds(RecordValues values);

    /// <summary>Equal to one of the texts.</summary>
    public static Condition EqualsAny(int ordinal, IReadOnlyList<string> texts) =>
        new EqualsCondition(ordinal, [.. texts.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>Begins with or contains the text.</summary>
    public static Condition HasPart(int ordinal, string text, bool atStart) =>
        new PartCondition(ordinal, Encoding.UTF8.GetBytes(text), atStart);

    /// <summary>Has a value.</summary>
    public static Condition IsFilled(int ordinal) => new FilledCondition(ordinal);

    /// <summary>The opposite.</summary>
    public static Condition Not(Condition inner) => new NotCondition(inner);

    /// <summary>Both.</summary>
    public static Condition And(Condition left, Condition right) => new AndCondition(left, right);

    /// <summary>At least one.</summary>
    public static Condition Or(Condition left, Condition right) => new OrCondition(left, right);

    private sealed class EqualsCondition(int ordinal, byte[][] texts) : Condition
    {
        public override bool Holds(RecordValues values)
        {
            var value = values[ordinal];
            if (value.IsEmpty)
            {
                return false;
            }

            foreach (var text in texts)
            {
                if (value.SequenceEqual(text))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class PartCondition(int ordinal, byte[] text, bool atStart) : Condition
    {
        public override bool Holds(RecordValues values)
        {
            var value = values[ordinal];
            return !value.IsEmpty && (atStart ? value.StartsWith(text) : value.IndexOf(text) >= 0);
        }
    }

    private sealed class FilledCondition(int ordinal) : Condition
    {
        public override bool Holds(RecordValues values) => values.IsFilled(ordinal);
    }

    private sealed class NotCondition(Condition inner) : Condition
    {
        public override bool Holds(RecordValues values) => !inner.Holds(values);
    }

    private sealed class AndCondition(Condition left, Condition right) : Condition
    {
        public override bool Holds(RecordValues values) => left.Holds(values) && right.Holds(values);
    }

    private sealed class OrCondition(Condition left, Condition right) : Condition
    {
        public override bool Holds(RecordValues values) => left.Holds(values) || right.Holds(values);
    }
}
