using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Tests.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Two editions of one dataset side by side: each record under that of its own date.</summary>
public sealed class EditionTests
{
    private const string Authority = "11411000MB0X000007";
    private static readonly string[] Both = ["2015", "2019"];
    private static readonly CatalogSnapshot Shipped = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;

    /// <summary>Columns of both layouts under one header, as a county platform exports them.</summary>
    private static readonly Dictionary<string, string> Permit = new()
    {
        ["文书号"] = "许市监许〔2026〕12号", ["相对人"] = "许昌某某建筑工程有限公司", ["类别"] = "法人及非法人组织", ["代码_1"] = "914403001922038216",
        ["代码_2"] = "", ["代码_3"] = "", ["法定代表人"] = "李某某", ["机关"] = "许昌市市场监督管理局", ["机关代码"] = Authority, ["状态"] = "1",
        ["决定日期"] = "2026/10/12", ["审批类别"] = "普通", ["许可内容"] = "准予经营", ["XK_XMMC"] = "经营许可", ["XK_BM"] = "A1", ["DFBM"] = "411000",
        ["SJC"] = "2026/10/13", ["XK_XKWS"] = "准予许可决定书", ["XK_YXQZ"] = "2026/10/12", ["XK_YXQZI"] = "长期", ["XK_LYDW"] = "许昌市市场监督管理局",
        ["XK_LYDWDM"] = Authority,
    };

    [Theory]
    [InlineData("2016/05/01", 0, "撤销", "1")]
    [InlineData("2018-12-31", 0, "1", "1")]
    [InlineData("2019年1月1日", 1, "1", "1")]
    [InlineData("20261012", 1, "有效", "1")]
    public async Task A_record_belongs_to_the_edition_of_its_own_date(string day, int edition, string status, string stored)
    {
        var row = await OneAsync(("决定日期", day), ("状态", status));

        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(edition, row.Edition);
        Assert.Equal(stored, row.Field("XK_ZT"));
        Assert.Equal(edition == 0, row.Field("XK_XMMC") is not null);
        Assert.Equal(edition == 1, row.Field("XK_XKWS") is not null);
    }

    [Theory]
    [InlineData("2016/05/01", "有效")]
    [InlineData("2026/10/12", "撤销")]
    public async Task A_status_word_of_the_other_edition_is_refused_and_not_turned_round(string day, string status)
    {
        var row = await OneAsync(("决定日期", day), ("状态", status));

        Assert.False(row.Accepted);
        Assert.Contains("不在代码表内", row.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2016/05/01", "XK_XDR_ZDM", "XK_XDR_GSDJ")]
    [InlineData("2026/10/12", "XK_XDR_ZZJG", "XK_XDR_GSZC")]
    public async Task The_second_and_third_code_land_where_their_edition_says(string day, string organisation, string registration)
    {
        bool older = day.StartsWith("2016", StringComparison.Ordinal);
        const string Org = "192203821";
        const string Reg = "440301103097413";

        var row = await OneAsync(("决定日期", day), ("代码_2", older ? Org : Reg), ("代码_3", older ? Reg : Org));

        Assert.True(row.Accepted, row.Messages);
        Assert.Equal((Org, Reg), (row.Field(organisation), row.Field(registration)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("不详")]
    [InlineData("13/14/2016")]
    public async Task A_record_without_a_readable_date_goes_to_the_newest_edition_whose_checks_say_what_is_wrong(string day)
    {
        var row = await OneAsync(("决定日期", day));

        Assert.Equal(1, row.Edition);
        Assert.False(row.Accepted);
        Assert.Contains("许可决定日期", row.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_fits_one_layout_only_is_read_by_that_layout_whatever_its_dates()
    {
        string[] older = [.. Permit.Keys.Where(column => column is not ("XK_XKWS" or "类别" or "XK_YXQZ"))];

        var row = (await ReadAsync(older, [[.. older.Select(column => Permit[column])]])).Single();

        Assert.Equal(0, row.Edition);
        Assert.True(row.Accepted, row.Messages);
    }

    [Fact]
    public async Task A_payload_that_fits_no_layout_is_refused_whole()
    {
        var failure = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(["文书号", "相对人"], [["x", "y"]]));

        Assert.Equal(FailureKind.Payload, failure.Kind);
        Assert.Contains("缺少列", failure.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_both_editions_alternate_in_one_payload()
    {
        string[] columns = [.. Permit.Keys];
        var days = new[] { "2016/05/01", "2026/10/12", "2017/05/01", "2025/10/12" };

        var rows = await ReadAsync(columns, [.. days.Select(day => columns.Select(column => column == "决定日期" ? day : Permit[column]).ToArray())]);

        Assert.Equal([0, 1, 0, 1], rows.Select(row => row.Edition));
        Assert.All(rows, row => Assert.True(row.Accepted, row.Messages));
    }

    [Fact]
    public async Task An_act_supplied_again_in_the_new_layout_keeps_its_id()
    {
        string[] older = [.. Permit.Keys.Where(column => column is not ("XK_XKWS" or "类别" or "XK_YXQZ"))];
        string[] newer = [.. Permit.Keys.Where(column => column is not ("XK_XMMC" or "XK_BM"))];

        var first = (await ReadAsync(older, [[.. older.Select(column => Permit[column])]])).Single();
        var second = (await ReadAsync(newer, [[.. newer.Select(column => Permit[column])]])).Single();
        var renumbered = await OneAsync(("文书号", "许市监许〔2026〕13号"));

        Assert.Equal((0, 1), (first.Edition, second.Edition));
        Assert.NotNull(first.Id);
        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Id, renumbered.Id);
    }

    [Fact]
    public async Task An_exclusion_concerns_the_editions_that_have_its_fields()
    {
        var connector = Connector() with { Exclude = [new("XK_XKWS == '测试'", "测试数据"), new("BZ == '删'", "删除")] };

        Assert.True((await OneAsync(connector, ("决定日期", "2016/05/01"), ("XK_XKWS", "测试"))).Accepted);
        Assert.Equal("测试数据", (await OneAsync(connector, ("XK_XKWS", "测试"))).Excluded);
    }

    [Fact]
    public async Task A_single_edition_has_place_zero_and_may_be_far_from_its_time()
    {
        var row = await OneAsync(Connector() with { OlderEditions = [] }, ("决定日期", "2016/05/01"));

        Assert.Equal(0, row.Edition);
        Assert.True(row.Accepted, row.Messages);
    }

    private static ConnectorDefinition Connector() => new()
    {
        Name = "county", Supplier = new("county", "某县"), Dataset = "SGS_XZXK", OlderEditions = [Both[0]], Edition = Both[1],
        Source = new("None", default), Decoder = new("None", default),
        Mapping = new Dictionary<string, FieldMapping>
        {
            ["XK_WSH"] = From("文书号"), ["XK_XDR"] = From("相对人"), ["XK_XDR_MC"] = From("相对人"), ["XK_XDR_LB"] = From("类别"), ["XK_XDR_SHXYM"] = From("代码_1"),
            ["XK_FR"] = From("法定代表人"), ["XK_FRDB"] = From("法定代表人"), ["XK_XZJG"] = From("机关"), ["XK_XKJG"] = From("机关"), ["XK_XKJGDM"] = From("机关代码"),
            ["XK_ZT"] = From("状态"), ["XK_JDRQ"] = From("决定日期"), ["XK_SPLB"] = From("审批类别"), ["XK_XKLB"] = From("审批类别"), ["XK_NR"] = From("许可内容"),
        },
        MappingByEdition = new Dictionary<string, IReadOnlyDictionary<string, FieldMapping>>
        {
            ["2015"] = new Dictionary<string, FieldMapping> { ["XK_XDR_ZDM"] = From("代码_2"), ["XK_XDR_GSDJ"] = From("代码_3") },
            ["2019"] = new Dictionary<string, FieldMapping> { ["XK_XDR_GSZC"] = From("代码_2"), ["XK_XDR_ZZJG"] = From("代码_3") },
        },
    };

    private static FieldMapping From(string column) => new([column], null, new Dictionary<string, string>(), null);

    private static Task<EditionRow> OneAsync(params (string Column, string Value)[] changes) => OneAsync(Connector(), changes);

    private static async Task<EditionRow> OneAsync(ConnectorDefinition connector, params (string Column, string Value)[] changes)
    {
        var row = new Dictionary<string, string>(Permit);
        foreach (var (column, value) in changes)
        {
            row[column] = value;
        }

        return (await ReadAsync([.. row.Keys], [[.. row.Values]], connector)).Single();
    }

    private static async Task<List<EditionRow>> ReadAsync(string[] columns, string[][] rows, ConnectorDefinition? connector = null)
    {
        var change = new DateOnly(2019, 1, 1);
        var datasets = Shipped.Datasets.ToDictionary(entry => entry.Key, entry => entry.Key switch
        {
            ("SGS_XZXK", "2015") => entry.Value with { Effective = new Period(null, change.AddDays(-1)) },
            ("SGS_XZXK", "2019") => entry.Value with { Effective = new Period(change, null) },
            _ => entry.Value,
        });
        var normalizer = NormalizerFactory.Create(connector ?? Connector(), Shipped with { Datasets = datasets }, new byte[32]);
        var outcomes = new List<EditionRow>();
        await foreach (var record in normalizer.ReadAsync(Stream.Null, RowDecoder.Of(columns, rows), TestDataset.Today, TestContext.Current.CancellationToken))
        {
            outcomes.Add(new EditionRow(
                record.Edition, record.Accepted, record.ExcludedReason, record.HasId ? record.Id.ToString() : null, Encoding.UTF8.GetString(record.Content.Span),
                string.Join('\n', record.Violations.Select(violation => violation.Message))));
            Assert.Equal(Both[connector is { OlderEditions.Count: 0 } ? 1 : record.Edition], normalizer.Times().Edition);
        }

        return outcomes;
    }

    private sealed record EditionRow(int Edition, bool Accepted, string? Excluded, string? Id, string Content, string Messages)
    {
        public string? Field(string code)
        {
            using var json = System.Text.Json.JsonDocument.Parse(Content);
            return json.RootElement.TryGetProperty(code, out var value) ? value.GetString() : null;
        }
    }
}
