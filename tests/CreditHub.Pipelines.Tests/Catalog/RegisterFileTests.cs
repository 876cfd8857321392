using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>A register export with nine columns, as offices really have it, is loaded by the shipped connector alone. All rows are made up.</summary>
public sealed class RegisterFileTests
{
    private const string Code = "91411000MA0TE5T16W";

    private static readonly string[] Columns = ["企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册资金", "经营范围", "所在省份", "地区", "注册地址"];

    private static readonly CatalogSnapshot Snapshot = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;

    [Theory]
    [InlineData("50万人民币", "50")]
    [InlineData("10(万元人民币)", "10")]
    [InlineData("1,200(万元)", "1200")]
    [InlineData("500万元人民币", "500")]
    [InlineData("0.5万人民币", "0.5")]
    [InlineData("N/A", null)]
    public async Task Capital_is_read_however_it_is_written(string written, string? stored)
    {
        var row = await Read(Code, written);

        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(stored, row.Capital);
    }

    [Theory]
    [InlineData("5,000(万美元)", "5000", "美元")]
    [InlineData("30万港元", "30", "港元")]
    [InlineData("万人民币", null, null)]
    public async Task Capital_in_another_currency_keeps_the_enterprise_and_names_the_currency(string written, string? stored, string? currency)
    {
        var row = await Read(Code, written);

        Assert.True(row.Accepted, row.Messages);
        Assert.Equal((stored, currency), (row.Capital, row.Currency));
    }

    [Fact]
    public async Task An_old_registration_number_in_the_code_column_identifies_the_enterprise_by_its_number()
    {
        var row = await Read("411000000000010", "50万人民币");

        Assert.True(row.Accepted, row.Messages);
        Assert.Null(row.Uscc);
        Assert.Equal("411000000000010", row.RegNo);
        Assert.NotEqual((await Read(Code, "50万人民币")).Id, row.Id);
    }

    [Fact]
    public async Task An_enterprise_without_any_number_is_refused()
    {
        var row = await Read("", "50万人民币");

        Assert.False(row.Accepted);
        Assert.False(row.HasId);
    }

    private static async Task<Row> Read(string code, string capital)
    {
        var normalizer = NormalizerFactory.Create(Snapshot.Connectors["market-register-file"], Snapshot, new byte[32]);
        var decoder = RowDecoder.Of(Columns, ["许昌示例贸易有限公司", code, "2019-01-02", "N/A", capital, "日用百货销售", "河南", "许昌", "许昌市示例路1号"]);
        await foreach (var record in normalizer.ReadAsync(Stream.Null, decoder, new DateOnly(2026, 11, 20), TestContext.Current.CancellationToken))
        {
            using var json = record.Accepted ? System.Text.Json.JsonDocument.Parse(record.Content) : null;
            string? Value(string field) => json?.RootElement.TryGetProperty(field, out var value) == true ? value.GetString() : null;
            return new Row(record.Accepted, record.HasId, record.HasId ? record.Id : default, Value("REGCAP"), Value("REGCAPCUR"), Value("UNISCID"), Value("REGNO"), string.Join('\n', record.Violations.Select(v => v.Message)));
        }

        throw new InvalidOperationException("no record");
    }

    private sealed record Row(bool Accepted, bool HasId, RecordId Id, string? Capital, string? Currency, string? Uscc, string? RegNo, string Messages);
}
