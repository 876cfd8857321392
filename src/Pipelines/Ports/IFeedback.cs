using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>Tells what a platform found later about records it had accepted.</summary>
public interface IFeedback
{
    /// <summary>The next page of findings after <paramref name="after"/> (empty: from the start). An empty page keeps the place.</summary>
    Task<PlatformPage<FeedbackItem>> ListFeedbackAsync(string after, CancellationToken ct);
}
