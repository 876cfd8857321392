using System.Text;

namespace CreditHub.Connectors.Decoders;

/// <summary>What a payload is written in. <paramref name="Clean"/>: UTF-8 throughout, so the bytes may be used as they are. <paramref name="MarkBytes"/>: length of the byte order mark.</summary>
internal readonly record struct TextEncoding(Encoding Encoding, int MarkBytes, bool Clean)
{
    /// <summary>GB18030 reads GBK and GB2312 too. Four-byte sequences and characters beyond the basic plane included.</summary>
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(54936)!;

    /// <summary>Names a setting may give.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "utf-8", "gb18030", "gbk", "gb2312", "utf-16le", "utf-16be"];

    /// <summary>Schema of such a setting.</summary>
    public const string Schema =
        """{ "enum": ["auto", "utf-8", "gb18030", "gbk", "gb2312", "utf-16le", "utf-16be"], "default": "auto", "description": "auto: byte order mark, else UTF-8 if the whole file is, else GB18030" }""";

    /// <summary>Null for <c>auto</c>; names are those the settings allow.</summary>
    public static Encoding? Named(string name) => name switch
    {
        "utf-8" => Encoding.UTF8,
        "gb18030" or "gbk" or "gb2312" => Gb18030,
        "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        _ => null,
    };
}
