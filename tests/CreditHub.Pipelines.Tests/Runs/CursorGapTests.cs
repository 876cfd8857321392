using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Tests.Runs;

public sealed class CursorGapTests
{
    [Theory]
    [InlineData("merged", false, false)]
    [InlineData("refused", true, false)]
    [InlineData("refused", false, true)]
    public void The_cursor_does_not_pass_a_refused_answer_but_a_refused_document(string outcome, bool document, bool gap)
    {
        LandedPayload[] payloads = [new() { Outcome = outcome, IsDocument = document }, new()];

        Assert.False(LandedPayload.IsBehindGap(payloads, 0));
        Assert.Equal(gap, LandedPayload.IsBehindGap(payloads, 1));
    }
}
