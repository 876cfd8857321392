using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;
using Polly;
using Polly.Retry;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>
/// Asks for one page and repeats what may heal: no connection, a lost or cut answer, 408, 425, 429 and 5xx, with growing, jittered waits. <c>Retry-After</c> is
/// obeyed; a wait beyond a minute ends the run instead, to be taken up by the next one.
/// </summary>
internal sealed class PageRetry
{
    private const int Retries = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private readonly ISupplierApi _api;
    private readonly ResiliencePipeline<HttpAnswer> _pipeline;

    public PageRetry(ISupplierApi api, TimeProvider time)
    {
        _api = api;
        _pipeline = new ResiliencePipelineBuilder<HttpAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpAnswer>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                UseJitter = true,
                ShouldHandle = static attempt => ValueTask.FromResult(MayHeal(attempt.Outcome)),
                DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Exception is null ? attempt.Outcome.Result.RetryAfter : null),
            })
            .Build();
    }

    /// <summary>A 200 answer. Errors: <see cref="ConnectorException"/>, Config or Transient.</summary>
    public async Task<HttpAnswer> GetAsync(IReadOnlyList<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        try
        {
            var answer = await _pipeline.ExecuteAsync(
                static async (state, stop) => await state._api.GetPageAsync(state.query, stop).ConfigureAwait(false), (_api, query), ct).ConfigureAwait(false);
            return StatusClass.OfQuery(answer.Status) switch
            {
                null => answer,
                FailureKind.Transient => throw new ConnectorException(FailureKind.Transient, $"the source answers {answer.Status}; collected again by the next run"),
                _ => throw new ConnectorException(FailureKind.Config, Advice(answer.Status)),
            };
        }
        catch (HttpFaultException fault)
        {
            bool person = fault.Fault is HttpFault.Untrusted or HttpFault.TooLarge;
            throw new ConnectorException(person ? FailureKind.Config : FailureKind.Transient, $"the source: {fault.Message}", fault);
        }
    }

    private static bool MayHeal(Outcome<HttpAnswer> outcome) => outcome.Exception switch
    {
        null => StatusClass.OfQuery(outcome.Result.Status) == FailureKind.Transient && !(outcome.Result.RetryAfter > LongestWait),
        HttpFaultException fault => fault.Fault is HttpFault.NotSent or HttpFault.Lost,
        _ => false,
    };

    private static string Advice(int status) => status switch
    {
        401 or 403 => $"the source refuses us ({status}): check the credentials and what they allow",
        404 => "the source knows no such path (404): check address and path",
        >= 300 and < 400 => $"the source redirects ({status}); redirects are not followed: correct the address",
        _ => $"the source refuses the request ({status}): check path and parameters",
    };
}
