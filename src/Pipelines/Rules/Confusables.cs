using System.Text;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Characters typed for others in identifiers: I and l for 1, O for 0, crosses of other scripts for X. Only a proposal: the caller accepts it
/// if the check character then fits. Pure.
/// </summary>
internal static class Confusables
{
    /// <summary>
    /// Writes the value with its confusables replaced; the length, or 0 when nothing could be replaced. <paramref name="ell"/>: L too, which is a
    /// letter of its own in some identifiers.
    /// </summary>
    public static int Replace(ReadOnlySpan<byte> value, bool ell, Span<byte> target)
    {
        int end = 0;
        bool changed = false;
        while (!value.IsEmpty && end < target.Length)
        {
            Rune.DecodeFromUtf8(value, out var rune, out int length);
            value = value[length..];
            int replaced = rune.Value switch
            {
                'I' or 'i' => '1',
                'L' or 'l' => ell ? '1' : rune.Value,
                'O' or 'o' => '0',
                '×' or 'Х' or 'х' or 'χ' or 'Χ' => 'X',
                _ => rune.Value,
            };
            if (replaced > 0x7F)
            {
                return 0;
            }

            changed |= replaced != rune.Value;
            target[end++] = (byte)replaced;
        }

        return changed && value.IsEmpty ? end : 0;
    }
}
