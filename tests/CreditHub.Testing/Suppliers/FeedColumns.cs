using System.Text;
using System.Text.Json;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed as lines whose columns stand at fixed bytes, as old billing programs write them.</summary>
internal static class FeedColumns
{
    static FeedColumns() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Errors: <see cref="InvalidOperationException"/> when a text is wider than its column.</summary>
    public static byte[] Write(FeedLayout layout, JsonElement decoder, FeedTruth truth)
    {
        var into = Encoding.GetEncoding(decoder.GetProperty("encoding").GetString()!);
        var columns = decoder.GetProperty("columns").EnumerateArray().Select(c => (
            Place: layout.Headers.Select((header, i) => (header, i)).First(h => h.header == c.GetProperty("name").GetString()).i,
            Start: c.GetProperty("start").GetInt32() - 1, Length: c.GetProperty("length").GetInt32())).ToList();
        using var file = new MemoryStream();
        foreach (var row in truth.Rows)
        {
            var texts = layout.Line(row);
            var line = Enumerable.Repeat((byte)' ', columns.Max(c => c.Start + c.Length)).ToArray();
            foreach (var (place, start, length) in columns)
            {
                byte[] text = into.GetBytes(texts[place]);
                (text.Length <= length ? text : throw new InvalidOperationException($"{layout.Name}: {text.Length} bytes do not fit into {layout.Headers[place]}")).CopyTo(line, start);
            }

            file.Write(line);
            file.Write("\r\n"u8);
        }

        if (decoder.TryGetProperty("footerPrefixes", out var footers))
        {
            file.Write(into.GetBytes($"{footers[0].GetString()}{truth.Read:D8}\r\n"));
        }

        return file.ToArray();
    }
}
