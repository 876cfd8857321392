using System.Text;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Store;
using Row = CreditHub.Pipelines.Model.Record;

namespace CreditHub.Pipelines.Tests.Merge;

public sealed class RecordSpoolTests
{
    [Fact]
    public void A_record_comes_back_as_it_went_in()
    {
        var record = Books.Accepted("键", "值𠮷", 7);
        (record.NaturalPerson, record.WithholdMask, record.DueOn) = (true, 5, new DateOnly(2026, 11, 11));
        record.Repairs.Add(new Repair("B", "width"));

        var row = Books.Spooled(record);

        Assert.Equal((RowKind.Accepted, 7, 8, record.Id), (row.Kind, row.Line, row.Position, row.Id));
        Assert.Equal((true, 5u, record.DecidedOn, record.DueOn), (row.NaturalPerson, row.WithholdMask, row.DecidedOn, row.DueOn));
        Assert.Equal(record.ContentHash, row.Hash);
        Assert.Equal(Encoding.UTF8.GetString(record.Content.Span), Encoding.UTF8.GetString(row.Content));
        Assert.Equal(Encoding.UTF8.GetString(record.SubjectId.Span), Encoding.UTF8.GetString(row.SubjectId));
        Assert.Contains("width", row.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Payloads_are_read_apart_and_in_order_with_their_refusals()
    {
        var refused = Books.Accepted("b", "2", 2);
        (refused.Accepted, refused.HasId) = (false, false);
        refused.Violations.Add(new Violation("uscc", "B", "代码有误"));
        refused.Violations.Add(new Violation("name", "B", "提示", Severity.Warning));
        var excluded = Books.Accepted("c", "3", 1);
        (excluded.Accepted, excluded.ExcludedReason) = (false, "豁免");
        using var spool = new RecordSpool(new MemoryStream());
        Write(spool, Books.Accepted("lost", "0", 1));
        spool.Restart();
        Write(spool, Books.Accepted("a", "1", 1), refused);
        Write(spool);
        Write(spool, excluded);

        Assert.Equal(["1 Accepted  ", "2 Rejected  uscc/B/代码有误"], Read(spool, 0));
        Assert.Equal([], Read(spool, 1));
        Assert.Equal(["1 Excluded 豁免 "], Read(spool, 2));
        Assert.Equal([2, 0, 1], new[] { 0, 1, 2 }.Select(spool.RowsOf));
    }

    [Fact]
    public void A_long_record_after_a_short_one_is_whole()
    {
        using var spool = new RecordSpool(new MemoryStream());
        string text = new('长', 700_000);
        Write(spool, Books.Accepted("a", "1", 1), Books.Accepted("b", text, 2), Books.Accepted("c", "3", 3));
        spool.Open(0);
        var row = new SpooledRow();
        var lengths = new List<int>();
        while (spool.TryRead(row))
        {
            lengths.Add(row.Content.Length);
        }

        Assert.Equal([17, 16 + 2_100_000, 17], lengths);
    }

    private static void Write(RecordSpool spool, params Row[] records)
    {
        var block = new SpoolBlock(16, 4096);
        int payload = spool.BeginPayload();
        foreach (var record in records)
        {
            block.Add(record, payload);
        }

        spool.Append(block);
    }

    private static List<string> Read(RecordSpool spool, int payload)
    {
        spool.Open(payload);
        var row = new SpooledRow();
        var rows = new List<string>();
        while (spool.TryRead(row))
        {
            string text = row.Kind == RowKind.Excluded ? row.Text : "";
            string errors = row.Kind == RowKind.Rejected ? string.Join(',', row.Errors.Select(e => $"{e.Rule}/{e.Field}/{e.Message}")) : "";
            rows.Add($"{row.Line} {row.Kind} {text} {errors}");
        }

        return rows;
    }
}
