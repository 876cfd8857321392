using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Merge;

public sealed class SurveyTests
{
    [Fact]
    public void The_last_of_many_copies_of_one_key_wins_without_costing_their_square()
    {
        const int Copies = 300_000;
        var survey = new Survey();
        survey.BeginPayload();
        var same = Rows(1);
        for (int i = 0; i < Copies; i++)
        {
            survey.Add(same);
        }

        survey.Add(Rows(2));
        survey.Close();

        Assert.All(Enumerable.Range(0, Copies - 1), row => Assert.Equal(Copies - 1, survey.WinnerOf(row)));
        Assert.Null(survey.WinnerOf(Copies - 1));
        Assert.Null(survey.WinnerOf(Copies));
    }

    [Fact]
    public void Copies_asked_in_any_order_have_the_same_winner()
    {
        var survey = new Survey();
        survey.BeginPayload();
        survey.Add(Rows(1, 2, 1));
        survey.Add(Rows(1, 2, 1));
        survey.Close();

        Assert.Equal([5, 5, 5, 4, null, null], new[] { 3, 0, 2, 1, 5, 4 }.Select(survey.WinnerOf));
        Assert.Equal([5, 4, 5, 5, null, null], Enumerable.Range(0, 6).Select(survey.WinnerOf));
    }

    private static SpoolBlock Rows(params byte[] keys)
    {
        var block = new SpoolBlock(16, 1024);
        foreach (byte key in keys)
        {
            byte[] id = new byte[32];
            id[0] = key;
            block.Add(new Pipelines.Model.Record { Raw = new RawRecord(), Accepted = true, HasId = true, Id = new RecordId(id) }, payload: 0);
        }

        return block;
    }
}
