"""What the aid means, without the web.

The words follow the standards of the field: Questionnaire, Item and AnswerOption from
FHIR; DecisionTable, Rule and hit policy from DMN; Finding and Certainty from GRADE.
"""
