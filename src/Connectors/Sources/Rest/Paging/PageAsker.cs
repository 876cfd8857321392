using CreditHub.Connectors.Http;
using CreditHub.Connectors.Sources.Rest.Answers;
using CreditHub.Connectors.Sources.Rest.Requests;
using CreditHub.Pipelines.Model;
using Polly;
using Polly.Retry;

namespace CreditHub.Connectors.Sources.Rest.Paging;

/// <summary>
/// Asks for one page and repeats what may heal: no connection, a lost or cut answer, 408, 425, 429, 5xx and what the rules call so, with growing, jittered waits.
/// <c>Retry-After</c> is obeyed; a wait beyond a minute ends the run instead, to be taken up by the next one. Refused credentials are renewed once.
/// </summary>
internal sealed class PageAsker
{
    private const int Retries = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RateWait = TimeSpan.FromSeconds(15);
    private readonly ISupplierApi _api;
    private readonly AnswerJudge _judge;
    private readonly ResiliencePipeline<JudgedAnswer> _pipeline;

    public PageAsker(ISupplierApi api, AnswerJudge judge, TimeProvider time)
    {
        _api = api;
        _judge = judge;
        _pipeline = new ResiliencePipelineBuilder<JudgedAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<JudgedAnswer>
            {
                MaxRetryAttempts = Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                UseJitter = true,
                ShouldHandle = static attempt => ValueTask.FromResult(MayHeal(attempt.Outcome)),
                DelayGenerator = static attempt => ValueTask.FromResult(attempt.Outcome.Result is { } answer
                    ? answer.RetryAfter ?? (answer.Verdict == Verdict.RateLimited ? RateWait : null)
                    : null),
            })
            .Build();
    }

    /// <summary>A page, or <see cref="Verdict.Ignore"/>. Errors: <see cref="ConnectorException"/>, Config, Transient or Payload.</summary>
    public async Task<JudgedAnswer> AskAsync(PageAsk ask, CancellationToken ct)
    {
        try
        {
            var answer = await _pipeline.ExecuteAsync(static async (state, stop) => await state.This.AskOnceAsync(state.ask, stop).ConfigureAwait(false), (This: this, ask), ct).ConfigureAwait(false);
            return answer.Verdict switch
            {
                Verdict.Success or Verdict.Empty or Verdict.Ignore => answer,
                Verdict.Retry or Verdict.RateLimited => throw new ConnectorException(
                    FailureKind.Transient, answer.Message ?? $"the source answers {answer.Status}; collected again by the next run"),
                Verdict.Unauthorised or Verdict.Fail => throw new ConnectorException(FailureKind.Config, answer.Message ?? Advice(answer)),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (HttpFaultException fault)
        {
            bool person = fault.Fault is HttpFault.Untrusted or HttpFault.TooLarge;
            throw new ConnectorException(person ? FailureKind.Config : FailureKind.Transient, $"the source: {fault.Message}", fault);
        }
    }

    private async Task<JudgedAnswer> AskOnceAsync(PageAsk ask, CancellationToken ct)
    {
        var answer = _judge.Judge(await _api.AskAsync(ask, ct).ConfigureAwait(false));
        return answer.Verdict == Verdict.Unauthorised && _api.RenewCredentials()
            ? _judge.Judge(await _api.AskAsync(ask, ct).ConfigureAwait(false))
            : answer;
    }

    private static bool MayHeal(Outcome<JudgedAnswer> outcome) => outcome.Exception switch
    {
        null => outcome.Result is { Verdict: Verdict.Retry or Verdict.RateLimited } answer && !(answer.RetryAfter > LongestWait),
        HttpFaultException fault => fault.Fault is HttpFault.NotSent or HttpFault.Lost,
        _ => false,
    };

    private static string Advice(JudgedAnswer answer) => answer.Status switch
    {
        401 or 403 => $"the source refuses us ({answer.Status}): check the credentials and what they allow",
        404 => "the source knows no such path (404): check address and path",
        >= 300 and < 400 => $"the source redirects ({answer.Status}); redirects are not followed: correct the address",
        _ when answer.Verdict == Verdict.Unauthorised => "the source refuses our credentials: check them and what they allow",
        _ => $"the source refuses the request ({answer.Status}): check path and parameters",
    };
}
