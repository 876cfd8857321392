using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>A clean row allocates nothing, whether the dataset uses time or not.</summary>
public sealed class CleanRowTests
{
    private const int Rows = 2000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_clean_row_allocates_nothing(bool timed)
    {
        var dataset = new TestDataset { OwnDate = "DAY" }.CodeSet("S", ("1", "甲", []), ("2", "乙", []))
            .Field("K").Field("A", rules: "enum_name", with: f => f with { CodeSet = "S" }).Field("N", FieldType.Decimal, "gt:0", f => f with { Precision = 18, Scale = 6 })
            .Field("DAY", FieldType.Date, "date_le_today")
            .Field("B", with: f => timed ? f with { Period = new Period(new DateOnly(2020, 1, 1), null) } : f);
        dataset.Checks.Add(new("C", Severity.Warning, "A == '甲'", null, [], "错") { Period = timed ? new Period(null, new DateOnly(2026, 12, 31)) : Period.Always });
        if (timed)
        {
            dataset.Time("S", "乙", new Period(null, new DateOnly(2020, 1, 1)));
        }

        Assert.Equal(timed, dataset.Plan.IsTimed);
        var normalizer = (Normalizer)dataset.Normalizer();
        var row = Row(["K", "A", "N", "DAY", "B"], ["许市监罚〔2026〕12号", "甲", "0.2", "2026/10/12", "无误"]);
        normalizer.Begin(TestDataset.Today);
        Make(normalizer, row);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Make(normalizer, row);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, Rows / 10);
    }

    private static void Make(Normalizer normalizer, RawRecord row)
    {
        for (int i = 0; i < Rows; i++)
        {
            var record = normalizer.Normalize(row, fixedColumns: true);
            if (!record.Accepted || record.Violations.Count > 0 || record.Repairs.Count > 0)
            {
                Assert.Fail(string.Join('\n', record.Violations.Select(violation => violation.Message)) + string.Join(',', record.Repairs));
            }
        }
    }

    private static RawRecord Row(IReadOnlyList<string> columns, string[] values)
    {
        var row = new RawRecord();
        row.Reset(columns, 1, 1, null);
        foreach (string value in values)
        {
            row.Add(Encoding.UTF8.GetBytes(value));
        }

        return row;
    }
}
