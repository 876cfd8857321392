using System.Text;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>One field compiled for running.</summary>
internal sealed class DatasetPlanField
{
    private DatasetPlanField(RuleTarget target, ValueForm form, Rule[] rules)
    {
        var field = target.Field;
        Target = target;
        Form = form;
        Rules = rules;
        Repairs = [.. rules.Where(rule => rule is IdentifierRule or CurrencyRule)];
        RequiredWhen = field.RequiredWhen is null ? null : RuleRegistry.Bind(field.RequiredWhen, target.Dataset);
        RequiredWhenWords = field.RequiredWhen is null ? "" : RuleRegistry.Words(field.RequiredWhen, target.Dataset);
        MaxLength = field.Type is FieldType.Text or FieldType.LongText ? field.MaxLength : 0;
        JsonName = Encoding.UTF8.GetBytes($",\"{field.Code}\":\"");
    }

    /// <summary>Definition and ordinal.</summary>
    public RuleTarget Target { get; }

    /// <summary>Brings values into form.</summary>
    public ValueForm Form { get; }

    /// <summary>Rules in catalog order.</summary>
    public Rule[] Rules { get; }

    /// <summary>Those of the rules that repair.</summary>
    public Rule[] Repairs { get; }

    /// <summary>When it is required, beside always.</summary>
    public Condition? RequiredWhen { get; }

    /// <summary>The same in Chinese.</summary>
    public string RequiredWhenWords { get; }

    /// <summary>Unicode scalar values a text may have; 0 = no limit.</summary>
    public int MaxLength { get; }

    /// <summary><c>,"CODE":"</c> in UTF-8; the first field of an object goes without the comma.</summary>
    public byte[] JsonName { get; }

    /// <summary>Compiles.</summary>
    public static DatasetPlanField Compile(RuleTarget target, IReadOnlyDictionary<string, CodeSetDefinition> codeSets)
    {
        var rules = target.Field.Rules.Select(rule => RuleRegistry.Make(rule, target)).OfType<Rule>().ToList();
        if (target.Field.Type == FieldType.Decimal && target.Field.Precision > 0 && !rules.Exists(rule => rule is DecimalRule))
        {
            rules.Add(new DecimalRule(target, target.Field.Precision, target.Field.Scale));
        }

        return new DatasetPlanField(target, FieldForms.Make(target, codeSets), [.. rules]);
    }
}
