{% test at_least(model, column_name, bound) %}
select {{ column_name }}
from {{ model }}
where not ({{ column_name }} >= {{ bound }})
{% endtest %}
