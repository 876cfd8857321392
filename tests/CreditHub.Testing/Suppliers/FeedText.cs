using System.Text;
using System.Text.Json;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed as separated text: encoding, separator, title lines and footer of its decoder.</summary>
internal static class FeedText
{
    static FeedText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>An automatic encoding is written as GB18030.</summary>
    public static byte[] Write(FeedLayout layout, JsonElement decoder, FeedTruth truth, string? encoding)
    {
        var name = encoding ?? (decoder.TryGetProperty("encoding", out var named) ? named.GetString()! : "auto");
        var into = Encoding.GetEncoding(name == "auto" ? "GB18030" : name);
        var separator = layout.Separator[0];
        using var file = new MemoryStream();
        void Line(string text) => file.Write(into.GetBytes(text + "\r\n"));

        int skipped = decoder.TryGetProperty("skipLines", out var skip) ? skip.GetInt32() : 0;
        for (int i = 0; i < skipped; i++)
        {
            Line("示例市报送数据（本行为标题）");
        }

        Line(Join(layout.Headers, separator));
        foreach (var row in truth.Rows)
        {
            file.Write(Row(layout, row, separator, into));
        }

        if (decoder.TryGetProperty("footerPrefixes", out var footers))
        {
            Line($"{footers[0].GetString()}：共{truth.Read}条");
        }

        return file.ToArray();
    }

    private static byte[] Row(FeedLayout layout, TruthRow row, char separator, Encoding into)
    {
        var cells = layout.Line(row).ToList();
        if (row.Defect == DefectKind.Shifted)
        {
            cells.Insert(cells.Count / 2, "多出的一列");
        }

        var bytes = into.GetBytes(Join(cells, separator) + "\r\n");

        // 0xFF is no character in UTF-8 and none in GB18030; it replaces the last byte before the line's end.
        return row.Defect == DefectKind.BadBytes ? [.. bytes[..^2], 0xFF, .. bytes[^2..]] : bytes;
    }

    private static string Join(IEnumerable<string> cells, char separator) =>
        string.Join(separator, cells.Select(cell => cell.AsSpan().IndexOfAny([separator, '"', '\r', '\n']) < 0
            ? cell
            : "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
}
