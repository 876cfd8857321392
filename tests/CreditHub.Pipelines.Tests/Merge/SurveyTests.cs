using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Merge;

public sealed class SurveyTests
{
    [Fact]
    public void The_last_of_many_copies_of_one_key_wins_without_costing_their_square()
    {
        const int Rows = 300_000;
        var survey = new Survey();
        survey.BeginPayload();
        var same = Row(1);
        for (int i = 0; i < Rows; i++)
        {
            survey.Add(same);
        }

        survey.Add(Row(2));
        survey.Close();

        Assert.All(Enumerable.Range(0, Rows - 1), row => Assert.Equal(Rows - 1, survey.WinnerOf(row)));
        Assert.Null(survey.WinnerOf(Rows - 1));
        Assert.Null(survey.WinnerOf(Rows));
    }

    [Fact]
    public void Copies_asked_in_any_order_have_the_same_winner()
    {
        var survey = new Survey();
        survey.BeginPayload();
        foreach (byte key in (byte[])[1, 2, 1, 1, 2, 1])
        {
            survey.Add(Row(key));
        }

        survey.Close();

        Assert.Equal([5, 5, 5, 4, null, null], new[] { 3, 0, 2, 1, 5, 4 }.Select(survey.WinnerOf));
        Assert.Equal([5, 4, 5, 5, null, null], Enumerable.Range(0, 6).Select(survey.WinnerOf));
    }

    private static Pipelines.Model.Record Row(byte key)
    {
        byte[] id = new byte[32];
        id[0] = key;
        return new Pipelines.Model.Record { Raw = new RawRecord(), Accepted = true, HasId = true, Id = new RecordId(id) };
    }
}
