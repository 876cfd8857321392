using System.Text;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class JsonDecoderTests
{
    private static Task<List<Decoded>> ReadAsync(string text, string path = "$") =>
        Decoded.AllAsync(new JsonKind().Create("test", Decoded.Settings($$"""{"records":"{{path}}"}""")), new MemoryStream(Encoding.UTF8.GetBytes(text)));

    [Fact]
    [Trait("R", "6")]
    public async Task Objects_are_flattened_and_values_kept_as_written()
    {
        var record = Assert.Single(await ReadAsync(
            """[{"a":"文\u53f7 \"x\"","n":1.50,"big":1.5E+17,"t":true,"f":false,"z":null,"o":{"p":"q","r":{"s":-0}},"l":["x",2,null,true],"e":[],"m":[{"k": 1},[2]]}]"""));

        Assert.Null(record.Fault);
        Assert.Equal(["a", "n", "big", "t", "f", "z", "o.p", "o.r.s", "l", "e", "m"], record.Columns);
        Assert.Equal(["文号 \"x\"", "1.50", "1.5E+17", "true", "false", "", "q", "-0", "x;2;true", "", """[{"k":1},[2]]"""], record.Fields);
    }

    [Fact]
    public async Task Pages_of_a_collection_are_read_one_after_the_other()
    {
        const string page = """{"code":0,"data":{"total":3,"note":{"items":[9]},"items":[{"a":"1"},{"a":"2","b":"x"}],"more":[{}]},"at":[1,{"data":2}]}""";

        var records = await ReadAsync("\uFEFF" + page + "\n" + page.Replace("\"1\"", "\"3\"", StringComparison.Ordinal) + "\n", "$.data.items");

        Assert.Equal(["1", "2", "3", "2"], records.Select(r => r["a"]));
        Assert.Equal([1, 2, 3, 4], records.Select(r => r.Position));
        Assert.All(records, r => Assert.Equal(["a", "b"], r.Columns));
    }

    [Fact]
    public async Task Of_a_payload_that_is_read_once_only_the_first_records_are_looked_at_ahead()
    {
        string Page(int from, int count) => $"[{string.Join(',', Enumerable.Range(from, count).Select(i => i % 60 == 0 ? $$"""{"a":"{{i}}","b{{i}}":"x"}""" : $$"""{"a":"{{i}}"}"""))}]";
        using var once = new OneWayStream(Encoding.UTF8.GetBytes(Page(1, 50) + "\n" + Page(51, 100)), 1000);
        using var empty = new OneWayStream("[]"u8.ToArray());

        var records = await Decoded.AllAsync(new JsonKind().Create("test", Decoded.Settings("{}")), once);

        Assert.Equal(Enumerable.Range(1, 150).Select(i => $"{i}"), records.Select(r => r["a"]));
        Assert.Equal(["a", "b60"], records[0].Columns);
        Assert.Equal(["a", "b60", "b120"], records[149].Columns);
        Assert.Empty(await Decoded.AllAsync(new JsonKind().Create("test", Decoded.Settings("{}")), empty));
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("[]\n[]\n", "$")]
    [InlineData("""{"data":{"items":[]}}""", "$.data.items")]
    public async Task An_empty_list_is_a_zero_report(string text, string path) => Assert.Empty(await ReadAsync(text, path));

    [Theory]
    [InlineData("", "$")]
    [InlineData("  \n", "$")]
    [InlineData("{}", "$")]
    [InlineData("\"text\"", "$")]
    [InlineData("[1", "$")]
    [InlineData("[{\"a\":1}", "$")]
    [InlineData("[{\"a\":1},]", "$")]
    [InlineData("<html>", "$")]
    [InlineData("""{"items":null}""", "$.items")]
    [InlineData("""{"items":{}}""", "$.items")]
    [InlineData("""{"other":[]}""", "$.items")]
    [InlineData("""{"a":{"items":[]}}""", "$.items")]
    [InlineData("""{"items":[]}{"other":1}""", "$.items")]
    [InlineData("""{"items":[],"items":[{"a":1}]}""", "$.items")]
    [InlineData("""{"items":[]""", "$.items")]
    public async Task A_document_without_its_whole_list_is_refused_as_a_whole(string text, string path) =>
        Assert.Equal(FailureKind.Payload, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(text, path))).Kind);

    [Theory]
    [InlineData("gb18030", "auto")]
    [InlineData("gb18030", "gbk")]
    [InlineData("utf-16", "auto")]
    [InlineData("utf-8", "utf-8")]
    public async Task An_encoding_is_found_or_believed(string written, string said)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(written);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("""{"d":[{"名称":"青石𠮷商店"},{"名称":"示例市恒源建材贸易有限公司"}]}""")];

        var records = await Decoded.AllAsync(new JsonKind().Create("x", Decoded.Settings($$"""{"records":"$.d","encoding":"{{said}}"}""")), new MemoryStream(bytes));

        Assert.Equal(["青石𠮷商店", "示例市恒源建材贸易有限公司"], records.Select(r => r["名称"]));
    }

    [Theory]
    [InlineData("gb18030", "utf-8")]
    [InlineData("utf-8", "gb18030")]
    public async Task Another_encoding_than_config_says_is_refused(string written, string said)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        byte[] bytes = Encoding.GetEncoding(written).GetBytes("""{"d":[{"名称":"示例市恒源建材贸易有限公司"}]}""");
        Assert.Contains("编码不符", (await Assert.ThrowsAsync<ConnectorException>(() =>
            Decoded.AllAsync(new JsonKind().Create("x", Decoded.Settings($$"""{"records":"$.d","encoding":"{{said}}"}""")), new MemoryStream(bytes)))).OperatorMessage, StringComparison.Ordinal);
    }

    /// <summary>A list that is there and empty is the supplier's word, whatever stands beside it; a list under another name is none.</summary>
    [Theory]
    [InlineData("""{"code":0,"rows":[{"n":"甲"}]}""", "$.items", "$.items 处没有记录列表，该处的名称是 code、rows。")]
    [InlineData("""{"data":{"total":1,"rows":[{"n":"甲"}]}}""", "$.data.items", "$.data.items 处没有记录列表，该处的名称是 total、rows。")]
    [InlineData("""{"data":{"items":{"row":[{"n":"甲"}]}}}""", "$.data.items", "items 不是列表")]
    [InlineData("""{"data":[{"n":"甲"}]}""", "$.data.items", "data 不是对象")]
    public async Task A_wrong_path_is_told_with_the_names_that_are_there(string text, string path, string reason)
    {
        string refused = (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(text, path))).OperatorMessage;
        Assert.Contains(reason, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("甲", refused, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync("""{"items":[],"rows":[{"n":"甲"}]}""", "$.items"));
    }

    [Fact]
    public async Task A_document_cut_at_any_byte_gives_no_record_at_all()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("""{"d":[{"a":"甲","b":[1]},{"a":"\u4e59"}],"n":1}""");
        var decoder = new JsonKind().Create("test", Decoded.Settings("""{"records":"$.d"}"""));
        for (int cut = 0; cut < bytes.Length; cut++)
        {
            await Assert.ThrowsAsync<ConnectorException>(() => Decoded.AllAsync(decoder, new MemoryStream(bytes[..cut])));
        }
    }

    [Theory]
    [InlineData("7")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"o":{"x":1},"o":{"y":2}}""")]
    [InlineData("""{"o.x":1,"o":{"x":2}}""")]
    [InlineData("""{"a":"\ud800"}""")]
    public async Task A_faulty_element_is_faulty_alone(string bad)
    {
        var records = await ReadAsync($$"""[{"a":1},{{bad}},{"a":3}]""");

        Assert.Equal([false, true, false], records.Select(r => r.Fault is not null));
        Assert.Equal(bad, Assert.Single(records[1].Fields));
        Assert.Equal(["1", "3"], [records[0]["a"], records[2]["a"]]);
    }

    [Fact]
    public async Task Text_that_is_no_utf8_is_faulty_alone()
    {
        byte[] bytes = [.. "[{\"a\":\"示例市恒源建材贸易有限公司\"},{\"a\":\""u8, 0xB5, .. "\"},{\"a\":\"3\"}]"u8];

        var records = await Decoded.AllAsync(new JsonKind().Create("test", Decoded.Settings("{}")), new MemoryStream(bytes));

        Assert.Equal([false, true, false], records.Select(r => r.Fault is not null));
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_refused() =>
        Assert.Contains("嵌套", (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(new string('[', 100_000)))).OperatorMessage, StringComparison.Ordinal);

    [Fact]
    public async Task A_long_list_is_read_in_small_steps()
    {
        string text = "[" + string.Join(",\n", Enumerable.Range(1, 5000).Select(i => $$"""{"b":{"c":"{{new string('x', i % 90)}}"},"a":"{{i}}"}""")) + "]";

        var records = await Decoded.AllAsync(
            new JsonKind().Create("test", Decoded.Settings("{}")), new OneWayStream(Encoding.UTF8.GetBytes(text), 113));

        Assert.Equal(Enumerable.Range(1, 5000).Select(i => $"{i}"), records.Select(r => r["a"]));
    }

    [Fact]
    public async Task More_columns_than_allowed_make_a_faulty_record()
    {
        string wide = "{" + string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"c{i}\":1")) + "}";

        Assert.Equal([false, true], (await ReadAsync($$"""[{"a":1},{{wide}}]""")).Select(r => r.Fault is not null));
    }

    [Theory]
    [InlineData("""{"records":"items"}""", "$.records")]
    [InlineData("""{"records":"$.a[0]"}""", "$.records")]
    [InlineData("""{"record":"$"}""", "$.record")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path) =>
        Assert.Equal(path, Assert.Single(new JsonKind().Validate(Decoded.Settings(settings))).Path);
}
