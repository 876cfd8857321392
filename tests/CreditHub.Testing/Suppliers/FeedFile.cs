using System.Text;
using System.Text.Json;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed as a file, in the form its connector's decoder names.</summary>
public static class FeedFile
{
    /// <summary>The file's bytes. <paramref name="encoding"/> overrides the connector's where the form has one.</summary>
    public static byte[] Write(FeedLayout layout, FeedTruth truth, string? encoding = null) => Write(layout, layout.Decoder, truth, encoding);

    private static byte[] Write(FeedLayout layout, JsonElement decoder, FeedTruth truth, string? encoding) => decoder.GetProperty("kind").GetString() switch
    {
        "Csv" => FeedText.Write(layout, decoder, truth, encoding),
        "Excel" => FeedWorkbook.Write(layout, decoder, truth),
        "Xml" => FeedXml.Write(layout, decoder, truth),
        "Json" => Encoding.UTF8.GetBytes($$"""{"{{decoder.GetProperty("records").GetString()!["$.".Length..]}}":[{{string.Join(",\n", truth.Rows.Select(row => FeedJson.Record(layout, row).ToJsonString()))}}]}"""),
        "JsonLines" => Encoding.UTF8.GetBytes(string.Concat(truth.Rows.Select(row => FeedJson.Record(layout, row).ToJsonString() + "\n"))),
        "FixedWidth" => FeedColumns.Write(layout, decoder, truth),
        "Zip" => FeedArchive.Zip(decoder.GetProperty("entries").GetString()!.Replace("*", "数据", StringComparison.Ordinal), Write(layout, layout.Format, truth, encoding)),
        "GZip" => FeedArchive.GZip(Write(layout, layout.Format, truth, encoding)),
        var kind => throw new NotSupportedException($"No file of a supplier is made for decoder {kind}."),
    };
}
