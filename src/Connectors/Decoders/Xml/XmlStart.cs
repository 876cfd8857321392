using System.Text.RegularExpressions;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>What the beginning of a document says: encoding by its declaration (a name of <see cref="TextEncoding.Names"/>), and whether it brings a DTD.</summary>
internal readonly partial record struct XmlStart(string Encoding, bool HasDtd)
{
    private const int Searched = 4096;

    /// <summary>Reads from the current position and returns to it. Errors: <see cref="ConnectorException"/> of kind Payload.</summary>
    public static async Task<XmlStart> ReadAsync(Stream payload, CancellationToken ct)
    {
        byte[] block = new byte[Searched];
        int length = await payload.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        payload.Position = 0;
        if (length == 0)
        {
            throw new ConnectorException(FailureKind.Payload, "文件为空（0字节）：没有数据");
        }

        // a declaration is ASCII in every encoding served here but UTF-16, which its byte order mark tells
        string text = System.Text.Encoding.Latin1.GetString(block, 0, length).Replace("\0", "", StringComparison.Ordinal);
        bool dtd = text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase);
        string name = Declaration().Match(text) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : "auto";
        return new XmlStart(name switch
        {
            "auto" or "utf-16" or "unicode" or "us-ascii" or "ascii" => "auto",
            "utf-8" or "utf8" => "utf-8",
            "gb18030" or "gbk" or "gb2312" or "gb_2312-80" or "cp936" or "x-gbk" => "gb18030",
            "utf-16le" or "utf-16be" => name,
            _ => throw new ConnectorException(FailureKind.Payload, $"XML声明的编码 {name} 不受支持：请用UTF-8或GB18030重新生成"),
        }, dtd);
    }

    [GeneratedRegex("""^[^<]{0,4}<\?xml[^>]{0,200}?encoding\s{0,5}=\s{0,5}["']([A-Za-z][\w.\-]{0,40})["']""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Declaration();
}
