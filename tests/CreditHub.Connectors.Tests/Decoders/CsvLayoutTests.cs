using System.Text;
using CreditHub.Connectors.Decoders.Csv;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Decoders;

/// <summary>What the settings say of the layout: separators, header or none, footer lines.</summary>
public sealed class CsvLayoutTests
{
    private static Task<List<Decoded>> ReadAsync(byte[] bytes, string settings = "{}") =>
        Decoded.AllAsync(new CsvKind().Create("test", Decoded.Settings(settings)), new MemoryStream(bytes));

    private static Task<List<Decoded>> ReadAsync(string text, string settings = "{}") => ReadAsync(Encoding.UTF8.GetBytes(text), settings);

    [Theory]
    [InlineData("||")]
    [InlineData("|@|")]
    [InlineData("、")]
    [InlineData("※※")]
    public async Task A_separator_of_several_characters_is_read_and_stays_text_inside_quotes(string separator)
    {
        string text = "名称,文号,备注\n甲·,\"1,号\",\"a\"\"b\"\r\n乙,2,\n丙,3\n丁,4,\u001F\n".Replace("1,号", "1\u0001号", StringComparison.Ordinal)
            .Replace(",", separator, StringComparison.Ordinal).Replace("\u0001", separator, StringComparison.Ordinal);
        string settings = $$"""{"separator":"{{separator}}"}""";

        foreach (Stream payload in (Stream[])[new MemoryStream(Encoding.UTF8.GetBytes(text)), new OneWayStream(Encoding.UTF8.GetBytes(text), 1)])
        {
            var records = await Decoded.AllAsync(new CsvKind().Create("test", Decoded.Settings(settings)), payload);

            Assert.Equal(["甲·", $"1{separator}号", "a\"b", "乙", "2", "", $"丙{separator}3", "丁", "4", "\uFFFF"], records.SelectMany(r => r.Fields));
            Assert.Equal([null, null, "列数不符：表头3列，本行2列", null], records.Select(r => r.Fault));
            Assert.Equal([2, 3, 4, 5], records.Select(r => r.Position));
        }
    }

    [Theory]
    [InlineData("甲,1\n乙,2,x\n名称,文号\n丙,3", "auto")]
    [InlineData("\n甲;1\n乙;2;x\n名称;文号\n丙;3\n", "auto")]
    [InlineData("甲||1\r乙||2||x\r名称||文号\r丙||3", "||")]
    public async Task Without_a_header_line_config_names_the_columns(string text, string separator)
    {
        var records = await ReadAsync(text, $$"""{"separator":"{{separator}}","columns":["名称","文号"]}""");

        Assert.Equal([null, "列数不符：表头2列，本行3列", "重复的表头行", null], records.Select(r => r.Fault));
        Assert.Equal(["甲", "丙"], [records[0]["名称"], records[3]["名称"]]);
        int first = text[0] == '\n' ? 2 : 1;
        Assert.Equal([first, first + 1, first + 2, first + 3], records.Select(r => r.Position));
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(9, 0)]
    public async Task The_last_lines_may_be_no_records(int footer, int expected)
    {
        const string text = "题目\na,b\n1,x\n2,x\n共2条,\n\n制表人：,\n \n";
        string settings = $$"""{"skipLines":1,"footerLines":{{footer}}}""";
        if (expected == 0)
        {
            await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(text, settings));
            return;
        }

        foreach (int step in (int[])[1, 3, 1000])
        {
            using var payload = new OneWayStream(Encoding.UTF8.GetBytes(text), step);
            Assert.Equal(expected, (await Decoded.AllAsync(new CsvKind().Create("test", Decoded.Settings(settings)), payload)).Count);
        }
    }

    [Fact]
    public async Task Footer_lines_of_a_large_file_are_found()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},xxxxxxxxxx\r\n")) + "end,1\r\nend,2\r\n";

        var records = await ReadAsync(text, """{"footerLines":2}""");

        Assert.Equal(50_000, records.Count);
        Assert.Equal("49999", records[^1]["a"]);
    }

    [Theory]
    [InlineData("""{"encoding":"latin1"}""", "$.encoding")]
    [InlineData("""{"separator":"ab"}""", "$.separator")]
    [InlineData("""{"separator":"a|"}""", "$.separator")]
    [InlineData("""{"separator":"| "}""", "$.separator")]
    [InlineData("""{"quote":"|","separator":"||"}""", "$.quote")]
    [InlineData("""{"columns":["a","A"]}""", "$.columns")]
    [InlineData("""{"columns":["a"," "]}""", "$.columns")]
    [InlineData("""{"footerLines":-1}""", "$.footerLines")]
    [InlineData("""{"quote":",","separator":","}""", "$.quote")]
    [InlineData("""{"skipLines":-1}""", "$.skipLines")]
    [InlineData("""{"footerPrefixes":[""]}""", "$.footerPrefixes")]
    [InlineData("""{"seperator":","}""", "$.seperator")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path) =>
        Assert.Equal(path, Assert.Single(new CsvKind().Validate(Decoded.Settings(settings))).Path);
}
