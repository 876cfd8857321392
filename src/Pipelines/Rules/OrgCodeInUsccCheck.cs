using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>orgcode_in_uscc</c> (organisation code, credit code): characters 9–17 of the credit code are the organisation code. Source: GB 32100-2015.</summary>
internal sealed class OrgCodeInUsccCheck(CheckDefinition definition, string field, int orgCode, int uscc) : RecordCheck(definition, field)
{
    /// <inheritdoc/>
    protected override bool Holds(RecordValues values)
    {
        var code = values[orgCode];
        var whole = values[uscc];
        return code.IsEmpty || !UsccCode.IsValid(whole) || whole.Slice(8, 9).SequenceEqual(code);
    }
}
