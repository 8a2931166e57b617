from .catalog import AddOn as AddOn
from .catalog import AddOnConsumption as AddOnConsumption
from .catalog import AddOnList as AddOnList
from .catalog import AddOnType as AddOnType
from .catalog import ComboItem as ComboItem
from .catalog import ComboItemAddOn as ComboItemAddOn
from .catalog import ComboItemEvent as ComboItemEvent
from .catalog import ComboItemTicket as ComboItemTicket
from .catalog import ComboItemType as ComboItemType
from .catalog import ComboPartType as ComboPartType
from .catalog import ComboReviewState as ComboReviewState
from .catalog import ComboTemplate as ComboTemplate
from .catalog import ComboTemplatePart as ComboTemplatePart
from .catalog import ComboTemplateParts as ComboTemplateParts
from .catalog import ComboTemplateType as ComboTemplateType
from .catalog import Coupon as Coupon
from .catalog import Discount as Discount
from .catalog import DiscountedPriceList as DiscountedPriceList
from .catalog import DiscountList as DiscountList
from .catalog import DiscountValue as DiscountValue
from .catalog import PersonType as PersonType
from .catalog import PersonTypeFilter as PersonTypeFilter
from .catalog import PersonTypeKind as PersonTypeKind
from .catalog import PersonTypeShare as PersonTypeShare
from .catalog import Price as Price
from .catalog import PriceList as PriceList
from .catalog import PriceSplit as PriceSplit
from .common import ColorCategory as ColorCategory
from .common import CustomField as CustomField
from .common import Image as Image
from .common import Pagination as Pagination
from .common import SaleChannel as SaleChannel
from .common import SaleChannelSetting as SaleChannelSetting
from .common import SortDirection as SortDirection
from .common import YesNo as YesNo
from .customers import Address as Address
from .customers import Customer as Customer
from .customers import CustomerList as CustomerList
from .customers import CustomerMembership as CustomerMembership
from .customers import CustomerSearchPayload as CustomerSearchPayload
from .customers import CustomerSearchResult as CustomerSearchResult
from .customers import Organization as Organization
from .customers import OrganizationAccount as OrganizationAccount
from .customers import OrganizationAddress as OrganizationAddress
from .customers import OrganizationAddressList as OrganizationAddressList
from .customers import OrganizationContact as OrganizationContact
from .customers import OrganizationContactList as OrganizationContactList
from .customers import OrganizationInput as OrganizationInput
from .errors import Error as Error
from .events import AdmissionType as AdmissionType
from .events import Calendar as Calendar
from .events import CalendarDay as CalendarDay
from .events import CheckInWindow as CheckInWindow
from .events import CustomFieldSearch as CustomFieldSearch
from .events import CustomFieldValues as CustomFieldValues
from .events import EntitlementConfiguration as EntitlementConfiguration
from .events import Event as Event
from .events import EventFieldStatus as EventFieldStatus
from .events import EventList as EventList
from .events import EventOriginalFields as EventOriginalFields
from .events import EventResource as EventResource
from .events import EventResourceSummary as EventResourceSummary
from .events import EventState as EventState
from .events import EventStatement as EventStatement
from .events import EventStatementList as EventStatementList
from .events import EventSummary as EventSummary
from .events import EventSummaryList as EventSummaryList
from .events import EventSummaryMatches as EventSummaryMatches
from .events import EventSummarySearch as EventSummarySearch
from .events import EventTemplate as EventTemplate
from .events import EventTemplateSummary as EventTemplateSummary
from .events import EventTemplateSummaryList as EventTemplateSummaryList
from .events import EventTemplateTimes as EventTemplateTimes
from .events import EventTime as EventTime
from .events import EventType as EventType
from .events import EventTypeFilter as EventTypeFilter
from .events import FieldStatus as FieldStatus
from .events import Form as Form
from .events import FormAnswer as FormAnswer
from .events import FormDisplay as FormDisplay
from .events import FormPreferences as FormPreferences
from .events import FormResponse as FormResponse
from .events import FormResponseData as FormResponseData
from .events import FormResponseField as FormResponseField
from .events import FormResponseList as FormResponseList
from .events import FormSource as FormSource
from .events import FormState as FormState
from .events import FormType as FormType
from .events import ImageSize as ImageSize
from .events import LockResult as LockResult
from .events import MembershipDiscount as MembershipDiscount
from .events import MembershipLevelName as MembershipLevelName
from .events import OnlineEventTemplateSummary as OnlineEventTemplateSummary
from .events import PostStartPurchase as PostStartPurchase
from .events import PublishedForm as PublishedForm
from .events import PurchaseAvailability as PurchaseAvailability
from .events import ResourceCategorySummary as ResourceCategorySummary
from .events import ReviewState as ReviewState
from .events import RuleSets as RuleSets
from .events import Schedule as Schedule
from .events import ScheduleDuration as ScheduleDuration
from .events import ScheduleHour as ScheduleHour
from .events import ScheduleRange as ScheduleRange
from .events import ScheduleRepeat as ScheduleRepeat
from .events import ScheduleTime as ScheduleTime
from .events import SearchOperator as SearchOperator
from .events import SlimEventTemplate as SlimEventTemplate
from .events import TemplateMembership as TemplateMembership
from .events import TicketConfig as TicketConfig
from .events import TicketDetails as TicketDetails
from .events import Weekday as Weekday
from .memberships import AutorenewalType as AutorenewalType
from .memberships import CardStanding as CardStanding
from .memberships import CardStatus as CardStatus
from .memberships import CardType as CardType
from .memberships import CentAmount as CentAmount
from .memberships import CheckoutValidation as CheckoutValidation
from .memberships import ConversionCard as ConversionCard
from .memberships import ConversionCardBrand as ConversionCardBrand
from .memberships import ConversionCardType as ConversionCardType
from .memberships import ConversionMembership as ConversionMembership
from .memberships import ConversionPayment as ConversionPayment
from .memberships import ConversionPaymentType as ConversionPaymentType
from .memberships import ConvertedItem as ConvertedItem
from .memberships import Gifter as Gifter
from .memberships import Membership as Membership
from .memberships import MembershipAction as MembershipAction
from .memberships import MembershipBenefit as MembershipBenefit
from .memberships import MembershipCard as MembershipCard
from .memberships import MembershipCardInput as MembershipCardInput
from .memberships import MembershipCardMail as MembershipCardMail
from .memberships import MembershipConversion as MembershipConversion
from .memberships import MembershipEntitlement as MembershipEntitlement
from .memberships import MembershipExistence as MembershipExistence
from .memberships import MembershipInfo as MembershipInfo
from .memberships import MembershipLevel as MembershipLevel
from .memberships import MembershipLevelAction as MembershipLevelAction
from .memberships import MembershipLevelGroup as MembershipLevelGroup
from .memberships import MembershipLevelList as MembershipLevelList
from .memberships import MembershipOffering as MembershipOffering
from .memberships import MembershipPage as MembershipPage
from .memberships import MembershipRules as MembershipRules
from .memberships import MembershipSortField as MembershipSortField
from .memberships import MembershipStanding as MembershipStanding
from .memberships import MembershipSummary as MembershipSummary
from .memberships import MembershipSummaryList as MembershipSummaryList
from .memberships import MembershipSummaryPage as MembershipSummaryPage
from .memberships import MemberVerification as MemberVerification
from .memberships import PrintStatus as PrintStatus
from .memberships import VerificationStatus as VerificationStatus
from .orders import AppliedRule as AppliedRule
from .orders import B2bCheckoutInput as B2bCheckoutInput
from .orders import CardBrand as CardBrand
from .orders import CartItem as CartItem
from .orders import CartItemType as CartItemType
from .orders import Charges as Charges
from .orders import ChargesInput as ChargesInput
from .orders import CheckInByBarcode as CheckInByBarcode
from .orders import CheckInResult as CheckInResult
from .orders import CheckInStatus as CheckInStatus
from .orders import CheckInUndo as CheckInUndo
from .orders import CheckoutInput as CheckoutInput
from .orders import CheckoutMembership as CheckoutMembership
from .orders import EntitlementReason as EntitlementReason
from .orders import EntitlementResult as EntitlementResult
from .orders import EntitlementRuleResult as EntitlementRuleResult
from .orders import EntitlementRuleType as EntitlementRuleType
from .orders import EntitlementTimeFrame as EntitlementTimeFrame
from .orders import EntitlementViolation as EntitlementViolation
from .orders import KioskCheckoutInput as KioskCheckoutInput
from .orders import Order as Order
from .orders import OrderEmail as OrderEmail
from .orders import OrderItem as OrderItem
from .orders import OrderItemType as OrderItemType
from .orders import OrderItemUpdate as OrderItemUpdate
from .orders import OrderList as OrderList
from .orders import OrderPayment as OrderPayment
from .orders import OrderUpdate as OrderUpdate
from .orders import OrganizationCheckoutEvent as OrganizationCheckoutEvent
from .orders import OrganizationCheckoutInput as OrganizationCheckoutInput
from .orders import OrganizationCheckoutItem as OrganizationCheckoutItem
from .orders import PaymentMethod as PaymentMethod
from .orders import RebookAddress as RebookAddress
from .orders import RebookFeeCount as RebookFeeCount
from .orders import RebookingFee as RebookingFee
from .orders import RebookInput as RebookInput
from .orders import RebookItem as RebookItem
from .orders import RebookPayment as RebookPayment
from .orders import RebookReason as RebookReason
from .orders import RebookResult as RebookResult
from .orders import RefundedEvent as RefundedEvent
from .orders import RefundedItem as RefundedItem
from .orders import RefundInput as RefundInput
from .orders import RefundItem as RefundItem
from .orders import RefundReason as RefundReason
from .orders import RefundResult as RefundResult
from .orders import Reservation as Reservation
from .orders import ReservationItem as ReservationItem
from .orders import ShoppingCart as ShoppingCart
from .orders import Ticket as Ticket
from .orders import TicketCheckIn as TicketCheckIn
from .orders import TicketCheckInResult as TicketCheckInResult
from .orders import TicketDelivery as TicketDelivery
from .orders import TicketLine as TicketLine
from .orders import TicketsCheckIn as TicketsCheckIn
from .orders import TicketStatus as TicketStatus
from .orders import WillCallEvent as WillCallEvent
from .orders import WillCallItem as WillCallItem
from .orders import WillCallOrderDetail as WillCallOrderDetail
from .reports import AnalyticsDataType as AnalyticsDataType
from .reports import CountField as CountField
from .reports import DateRangeField as DateRangeField
from .reports import FindField as FindField
from .reports import FindOperator as FindOperator
from .reports import FindQuery as FindQuery
from .reports import GroupField as GroupField
from .reports import GroupFunction as GroupFunction
from .reports import QueryExpression as QueryExpression
from .reports import ReportCollection as ReportCollection
from .reports import ReportColumn as ReportColumn
from .reports import ReportDateSettings as ReportDateSettings
from .reports import ReportDefinition as ReportDefinition
from .reports import ReportDefinitionList as ReportDefinitionList
from .reports import ReportExecution as ReportExecution
from .reports import ReportResult as ReportResult
from .reports import ReportRun as ReportRun
from .reports import ReportRunInput as ReportRunInput
from .reports import ReportStatus as ReportStatus
from .reports import ReportSummary as ReportSummary
from .reports import ReportTotal as ReportTotal
from .reports import SummaryField as SummaryField
from .reports import SummaryFunction as SummaryFunction
from .sessions import Session as Session

__all__ = [
    "AddOn",
    "AddOnConsumption",
    "AddOnList",
    "AddOnType",
    "ComboItem",
    "ComboItemAddOn",
    "ComboItemEvent",
    "ComboItemTicket",
    "ComboItemType",
    "ComboPartType",
    "ComboReviewState",
    "ComboTemplate",
    "ComboTemplatePart",
    "ComboTemplateParts",
    "ComboTemplateType",
    "Coupon",
    "Discount",
    "DiscountList",
    "DiscountValue",
    "DiscountedPriceList",
    "PersonType",
    "PersonTypeFilter",
    "PersonTypeKind",
    "PersonTypeShare",
    "Price",
    "PriceList",
    "PriceSplit",
    "ColorCategory",
    "CustomField",
    "Image",
    "Pagination",
    "SaleChannel",
    "SaleChannelSetting",
    "SortDirection",
    "YesNo",
    "Address",
    "Customer",
    "CustomerList",
    "CustomerMembership",
    "CustomerSearchPayload",
    "CustomerSearchResult",
    "Organization",
    "OrganizationAccount",
    "OrganizationAddress",
    "OrganizationAddressList",
    "OrganizationContact",
    "OrganizationContactList",
    "OrganizationInput",
    "Error",
    "AdmissionType",
    "Calendar",
    "CalendarDay",
    "CheckInWindow",
    "CustomFieldSearch",
    "CustomFieldValues",
    "EntitlementConfiguration",
    "Event",
    "EventFieldStatus",
    "EventList",
    "EventOriginalFields",
    "EventResource",
    "EventResourceSummary",
    "EventState",
    "EventStatement",
    "EventStatementList",
    "EventSummary",
    "EventSummaryList",
    "EventSummaryMatches",
    "EventSummarySearch",
    "EventTemplate",
    "EventTemplateSummary",
    "EventTemplateSummaryList",
    "EventTemplateTimes",
    "EventTime",
    "EventType",
    "EventTypeFilter",
    "FieldStatus",
    "Form",
    "FormAnswer",
    "FormDisplay",
    "FormPreferences",
    "FormResponse",
    "FormResponseData",
    "FormResponseField",
    "FormResponseList",
    "FormSource",
    "FormState",
    "FormType",
    "ImageSize",
    "LockResult",
    "MembershipDiscount",
    "MembershipLevelName",
    "OnlineEventTemplateSummary",
    "PostStartPurchase",
    "PublishedForm",
    "PurchaseAvailability",
    "ResourceCategorySummary",
    "ReviewState",
    "RuleSets",
    "Schedule",
    "ScheduleDuration",
    "ScheduleHour",
    "ScheduleRange",
    "ScheduleRepeat",
    "ScheduleTime",
    "SearchOperator",
    "SlimEventTemplate",
    "TemplateMembership",
    "TicketConfig",
    "TicketDetails",
    "Weekday",
    "AutorenewalType",
    "CardStanding",
    "CardStatus",
    "CardType",
    "CentAmount",
    "CheckoutValidation",
    "ConversionCard",
    "ConversionCardBrand",
    "ConversionCardType",
    "ConversionMembership",
    "ConversionPayment",
    "ConversionPaymentType",
    "ConvertedItem",
    "Gifter",
    "MemberVerification",
    "Membership",
    "MembershipAction",
    "MembershipBenefit",
    "MembershipCard",
    "MembershipCardInput",
    "MembershipCardMail",
    "MembershipConversion",
    "MembershipEntitlement",
    "MembershipExistence",
    "MembershipInfo",
    "MembershipLevel",
    "MembershipLevelAction",
    "MembershipLevelGroup",
    "MembershipLevelList",
    "MembershipOffering",
    "MembershipPage",
    "MembershipRules",
    "MembershipSortField",
    "MembershipStanding",
    "MembershipSummary",
    "MembershipSummaryList",
    "MembershipSummaryPage",
    "PrintStatus",
    "VerificationStatus",
    "AppliedRule",
    "B2bCheckoutInput",
    "CardBrand",
    "CartItem",
    "CartItemType",
    "Charges",
    "ChargesInput",
    "CheckInByBarcode",
    "CheckInResult",
    "CheckInStatus",
    "CheckInUndo",
    "CheckoutInput",
    "CheckoutMembership",
    "EntitlementReason",
    "EntitlementResult",
    "EntitlementRuleResult",
    "EntitlementRuleType",
    "EntitlementTimeFrame",
    "EntitlementViolation",
    "KioskCheckoutInput",
    "Order",
    "OrderEmail",
    "OrderItem",
    "OrderItemType",
    "OrderItemUpdate",
    "OrderList",
    "OrderPayment",
    "OrderUpdate",
    "OrganizationCheckoutEvent",
    "OrganizationCheckoutInput",
    "OrganizationCheckoutItem",
    "PaymentMethod",
    "RebookAddress",
    "RebookFeeCount",
    "RebookInput",
    "RebookItem",
    "RebookPayment",
    "RebookReason",
    "RebookResult",
    "RebookingFee",
    "RefundInput",
    "RefundItem",
    "RefundReason",
    "RefundResult",
    "RefundedEvent",
    "RefundedItem",
    "Reservation",
    "ReservationItem",
    "ShoppingCart",
    "Ticket",
    "TicketCheckIn",
    "TicketCheckInResult",
    "TicketDelivery",
    "TicketLine",
    "TicketStatus",
    "TicketsCheckIn",
    "WillCallEvent",
    "WillCallItem",
    "WillCallOrderDetail",
    "AnalyticsDataType",
    "CountField",
    "DateRangeField",
    "FindField",
    "FindOperator",
    "FindQuery",
    "GroupField",
    "GroupFunction",
    "QueryExpression",
    "ReportCollection",
    "ReportColumn",
    "ReportDateSettings",
    "ReportDefinition",
    "ReportDefinitionList",
    "ReportExecution",
    "ReportResult",
    "ReportRun",
    "ReportRunInput",
    "ReportStatus",
    "ReportSummary",
    "ReportTotal",
    "SummaryField",
    "SummaryFunction",
    "Session",
]
