using System.Text;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>What every format keeps: the same rows give the same records; what is damaged is a faulty record or a refused payload, never a good record of other content.</summary>
public sealed class DecoderConformance : IDisposable
{
    private static readonly string[][] Rows = [.. Enumerable.Range(1, 30).Select(i => new[] { $"{i}", $"示例市第{i}公司", "末尾" })];
    private readonly string _data = Directory.CreateTempSubdirectory("credithub-formats-").FullName;
    private readonly ServiceProvider _services;

    public DecoderConformance() => _services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddConnectors(_data).BuildServiceProvider();

    public static TheoryData<string> Formats => [.. FormatWriter.All.Keys];

    public void Dispose()
    {
        _services.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public void Every_format_is_among_them() =>
        Assert.Equal(_services.GetServices<IKind<IPayloadDecoder>>().Select(k => k.Name).Order(StringComparer.Ordinal), FormatWriter.All.Values.Select(f => f.Kind).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task The_same_rows_give_the_same_records(string format)
    {
        var records = await ReadAsync(format, FormatWriter.All[format].Write(Rows));

        Assert.All(records, r => Assert.Null(r.Fault));
        Assert.Equal(Rows.Select(Line), records.Select(r => Line([.. FormatWriter.Columns.Select(c => Text(r, c))])));
        Assert.Equal(Enumerable.Range(1, Rows.Length), records.Select(r => r.Line));
    }

    /// <summary>Without a line end a text may stop anywhere in its last value: that such a file is whole is the transport's to prove.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Cut_anywhere_no_half_row_passes_for_a_whole_one(string format)
    {
        byte[] whole = FormatWriter.All[format].Write(Rows);
        for (int length = 1; length < whole.Length; length += 1 + (whole.Length / 97))
        {
            try
            {
                var records = await ReadAsync(format, whole[..length]);
                Assert.All(records.Where(r => r.Fault is null), r =>
                {
                    string[] row = Rows[r.Line - 1];
                    Assert.Equal((row[0], row[1]), (Text(r, "n"), Text(r, "名称")));
                    Assert.True(row[2] == Text(r, "尾") || (r == records[^1] && row[2].StartsWith(Text(r, "尾").TrimEnd('\uFFFF'), StringComparison.Ordinal)), $"{r["尾"]} after {length} bytes");
                });
            }
            catch (ConnectorException refused)
            {
                Assert.Equal(FailureKind.Payload, refused.Kind);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_nul_byte_harms_its_own_row_at_most(string format)
    {
        string[][] rows = [.. Rows.Select(r => r[0] == "7" ? ["7", "甲\0乙", "末尾"] : r)];
        try
        {
            var records = await ReadAsync(format, FormatWriter.All[format].Write(rows));
            Assert.Equal(Rows.Where(r => r[0] != "7").Select(Line), records.Where(r => r.Line != 7).Select(r => Line([.. FormatWriter.Columns.Select(c => Text(r, c))])));
            Assert.True(records[6].Fault is not null || records[6]["名称"].Contains('\0', StringComparison.Ordinal), "the byte vanished");
        }
        catch (Exception refused) when (refused is ConnectorException { Kind: FailureKind.Payload } or ArgumentException)
        {
            // a document format in which no writer may put it
            Assert.True(format is "Xml" or "Excel", $"{format} refuses a whole file for one byte");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_huge_value_is_no_good_record(string format)
    {
        string[][] rows = [.. Rows.Select(r => r[0] == "7" ? ["7", new string('a', ScriptedSupplier.HugeBytes), "末尾"] : r)];
        try
        {
            Assert.NotNull((await ReadAsync(format, FormatWriter.All[format].Write(rows)))[6].Fault);
        }
        catch (ConnectorException refused)
        {
            Assert.Equal(FailureKind.Payload, refused.Kind);
        }
    }

    [Theory]
    [InlineData("Csv"), InlineData("FixedWidth"), InlineData("JsonLines"), InlineData("Json"), InlineData("Xml")]
    public async Task Another_encoding_than_said_never_becomes_other_characters(string format)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        byte[] wrong = Encoding.GetEncoding("GB18030").GetBytes(Encoding.UTF8.GetString(FormatWriter.All[format].Write(Rows)));
        try
        {
            var records = await ReadAsync(format, wrong);
            Assert.All(records.Where(r => r.Fault is null), r => Assert.True(Text(r, "名称") == Rows[r.Line - 1][1] || r["名称"].Contains('\uFFFF', StringComparison.Ordinal), r["名称"]));
        }
        catch (ConnectorException refused)
        {
            Assert.Equal(FailureKind.Payload, refused.Kind);
        }
    }

    [Theory]
    [InlineData("Json", "{\"d\":[{\"n\":", "[", "]"), InlineData("JsonLines", "{\"n\":", "[", "]"), InlineData("JsonLines", "", "{\"n\":", "}"), InlineData("Xml", "<DATAS><DATA>", "<n>", "</n>")]
    public async Task Depth_is_bounded(string format, string before, string open, string close)
    {
        var text = new StringBuilder(before);
        for (int i = 0; i < 20_000; i++)
        {
            text.Append(open);
        }

        for (int i = 0; i < 20_000; i++)
        {
            text.Append(close);
        }

        try
        {
            Assert.NotNull(Assert.Single(await ReadAsync(format, Encoding.UTF8.GetBytes(text.ToString()))).Fault);
        }
        catch (ConnectorException refused)
        {
            Assert.Equal(FailureKind.Payload, refused.Kind);
        }
    }

    /// <summary>The blanks that fill a column of fixed width are content to the decoder.</summary>
    private static string Text(Decoded record, string column) => record[column].TrimEnd(' ');

    private static string Line(string[] row) => string.Join('|', row);

    private Task<List<Decoded>> ReadAsync(string format, byte[] bytes)
    {
        var (kind, settings, _) = FormatWriter.All[format];
        var decoder = _services.GetServices<IKind<IPayloadDecoder>>().Single(k => k.Name == kind).Create("x", Decoded.Settings(settings));
        return Decoded.AllAsync(decoder, new MemoryStream(bytes));
    }
}
