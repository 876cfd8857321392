using System.Buffers;
using System.Globalization;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>max_bytes:N</c>, <c>max_bytes:N,gb18030</c>: length in bytes of UTF-8 or GB 18030, for a platform whose columns count bytes. Beside the field's length in characters.
/// </summary>
internal sealed class MaxBytesRule(RuleTarget target, int most, bool gb18030) : Rule("max_bytes", target, Severity.Error)
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(54936)!;

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        int bytes = gb18030 ? CountGb18030(value, most) : value.Length;
        if (bytes > most)
        {
            Report(draft, string.Create(CultureInfo.InvariantCulture, $"按{(gb18030 ? "GB18030" : "UTF-8")}编码为{bytes}字节，超过规定的{most}字节"), "请按规定长度填写，不会自动截断");
        }
    }

    /// <summary>No character takes more than twice its UTF-8 bytes: a short value needs no counting.</summary>
    private static int CountGb18030(ReadOnlySpan<byte> value, int most)
    {
        if (value.Length <= most / 2)
        {
            return value.Length;
        }

        char[] characters = ArrayPool<char>.Shared.Rent(value.Length);
        int count = Gb18030.GetByteCount(characters, 0, Encoding.UTF8.GetChars(value, characters));
        ArrayPool<char>.Shared.Return(characters, clearArray: true);
        return count;
    }
}
