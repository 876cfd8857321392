using System.Text.Json;
using CreditHub.Testing.Truth;
using CreditHub.Worker.Tests.Kit;

namespace CreditHub.Worker.Tests.Config;

/// <summary>The shipped connectors show every way in: whoever writes one finds a pattern for it here, and the demo runs it against a supplier of that kind.</summary>
public sealed class ShippedWaysTests
{
    private static readonly IReadOnlyList<FeedLayout> Connectors = FeedLayout.Load(KitFiles.Config);

    private static readonly Dictionary<string, Func<FeedLayout, bool>> Ways = new()
    {
        ["text in GB18030"] = l => Is(l.Format, "kind", "Csv") && Is(l.Format, "encoding", "gb18030"),
        ["text by tabulators"] = l => Is(l.Format, "kind", "Csv") && Is(l.Format, "separator", "tab"),
        ["workbook"] = l => Is(l.Format, "kind", "Excel") && l.FilePattern.EndsWith(".xlsx", StringComparison.Ordinal),
        ["old workbook"] = l => Is(l.Format, "kind", "Excel") && l.FilePattern.EndsWith(".xls", StringComparison.Ordinal),
        ["columns of fixed width"] = l => Is(l.Format, "kind", "FixedWidth"),
        ["XML <DATAS><DATA>"] = l => l.IsFile && Is(l.Format, "records", "DATAS/DATA"),
        ["XML <ROWDATA><ROW>"] = l => l.IsFile && Is(l.Format, "records", "ROWDATA/ROW"),
        ["JSON Lines"] = l => Is(l.Decoder, "kind", "JsonLines"),
        ["ZIP of text"] = l => Is(l.Decoder, "kind", "Zip") && Is(l.Format, "kind", "Csv"),
        ["gzip of text"] = l => Is(l.Decoder, "kind", "GZip") && Is(l.Format, "kind", "Csv"),
        ["gzip of JSON Lines"] = l => Is(l.Decoder, "kind", "GZip") && Is(l.Format, "kind", "JsonLines"),
        ["done-file by name"] = l => Is(Source(l), "doneFile", "{name}.ok"),
        ["done-file by stem"] = l => Is(Source(l), "doneFile", "{stem}.ok"),
        ["same content skipped"] = l => Is(Source(l), "sameContent", "skip"),
        ["SFTP"] = l => Has(Source(l), "remote", out var remote) && Is(remote, "kind", "Sftp"),
        ["FTPS"] = l => Has(Source(l), "remote", out var remote) && Is(remote, "kind", "Ftps"),
        ["table by time stamp and id"] = l => Is(Source(l), "mode", "changes") && l.IsTable,
        ["table with marks"] = l => Is(Source(l), "mode", "mark"),
        ["table as a whole"] = l => Is(Source(l), "mode", "snapshot"),
        ["query"] = l => l.Kind == "DatabaseQuery",
        ["REST by page"] = l => Paging(l, "page"),
        ["REST by offset"] = l => Paging(l, "offset"),
        ["REST by cursor"] = l => Paging(l, "cursor"),
        ["REST by link"] = l => Paging(l, "link"),
        ["REST by time window"] = l => Has(Source(l), "timeWindows", out _),
        ["REST since the last time"] = l => Has(Source(l), "updatedSince", out _),
        ["REST answering XML"] = l => l.Kind == "Rest" && Is(l.Format, "kind", "Xml") && !Has(Source(l), "soap", out _),
        ["SOAP"] = l => Has(Source(l), "soap", out _),
        ["bearer"] = l => Auth(l, "bearer"),
        ["key in a header"] = l => Auth(l, "header"),
        ["HMAC"] = l => Auth(l, "hmac"),
        ["OAuth2"] = l => Auth(l, "oauth2"),
        ["deletion by operation flag"] = l => l.Deletion is { Gone: "D" },
        ["deletion by status"] = l => l.Deletion is { Gone: "已移出" },
        ["deletion by cancellation dataset"] = l => l.Dataset == "XZXKZCDX",
        ["deletion by snapshot"] = l => Has(l.Connector, "snapshot", out var snapshot) && snapshot.GetBoolean(),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("R", "1-12")]
    public void Way_in_is_used_by_a_shipped_connector(string way) => Assert.Contains(Connectors, connector => Ways[way](connector));

    private static JsonElement Source(FeedLayout layout) => layout.Connector.GetProperty("source");

    private static bool Paging(FeedLayout layout, string type) => Has(Source(layout), "paging", out var paging) && Is(paging, "type", type);

    private static bool Auth(FeedLayout layout, string type) => Has(Source(layout), "auth", out var auth) && Is(auth, "type", type);

    private static bool Has(JsonElement element, string name, out JsonElement value) => element.TryGetProperty(name, out value);

    private static bool Is(JsonElement element, string name, string value) => element.TryGetProperty(name, out var found) && found.GetString() == value;
}
